package dev.varve.http.h1;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.varve.http.Body;
import dev.varve.http.FieldName;
import dev.varve.http.Handler;
import dev.varve.http.ProxyHandler;
import dev.varve.http.TestServer;
import dev.varve.http.client.Origin;
import dev.varve.http.net.Loop;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/// How much a request on a kept connection allocates on its loop, once everything is warm: the
/// handler's own body and fields. Alone it is under 200 bytes; after hundreds of other tests in the
/// same process, which met more kinds of bodies, the compiler leaves more objects where they are.
class GarbageTest {
  private static final int WARM = 4_000;
  private static final int MEASURED = 4_000;
  private static final int BYTES_MOST = 400;

  /// Code that is not compiled to the end yet allocates what later it does not.
  private static final int ROUNDS = 8;

  private static final byte[] CONTENT = "x".repeat(200).getBytes(StandardCharsets.US_ASCII);
  private static final byte[] REQUEST =
      """
      GET /some/path?with=query HTTP/1.1
      Host: www.example.com
      User-Agent: test/1.0
      Accept: */*
      Accept-Encoding: gzip, br
      Cookie: a=b; c=d

      """
          .replace("\n", "\r\n")
          .getBytes(StandardCharsets.US_ASCII);

  private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private static Handler fixed() {
    return exchange -> {
      var response = exchange.response().field(FieldName.CONTENT_TYPE, "text/plain");
      exchange.respond(response, Body.of(CONTENT));
    };
  }

  @Test
  void answeringWithFixedBytesCostsNoGarbage() throws Exception {
    try (var server = TestServer.start(fixed())) {
      assertThat(bytesPerRequest(server)).isLessThan(BYTES_MOST);
    }
  }

  @Test
  void proxyingCostsNoGarbage() throws Exception {
    try (var upstream = TestServer.start(fixed());
        var proxy = TestServer.start(new ProxyHandler(Origin.http("127.0.0.1", upstream.port())))) {
      assertThat(bytesPerRequest(proxy)).isLessThan(BYTES_MOST);
    }
  }

  private long bytesPerRequest(TestServer server) throws Exception {
    Loop loop = server.loops().get(0);
    var id = new CompletableFuture<Long>();
    loop.execute(() -> id.complete(Thread.currentThread().threadId()));
    try (Socket socket = server.connect()) {
      int length = exchange(socket, -1);
      exchange(socket, length, WARM);
      long least = Long.MAX_VALUE;
      for (int i = 0; i < ROUNDS && least >= BYTES_MOST; i++) {
        long before = threads.getThreadAllocatedBytes(id.get());
        exchange(socket, length, MEASURED);
        least = Math.min(least, (threads.getThreadAllocatedBytes(id.get()) - before) / MEASURED);
      }
      return least;
    }
  }

  private static void exchange(Socket socket, int length, int times) throws IOException {
    for (int i = 0; i < times; i++) {
      exchange(socket, length);
    }
  }

  /// Sends a request and reads the answer, which has so many bytes, or is the first one.
  private static int exchange(Socket socket, int length) throws IOException {
    socket.getOutputStream().write(REQUEST);
    InputStream in = socket.getInputStream();
    if (length >= 0) {
      assertThat(in.readNBytes(length)).hasSize(length);
      return length;
    }
    String head = TestServer.readUntil(socket, "\r\n\r\n");
    in.readNBytes(CONTENT.length);
    return head.length() + CONTENT.length;
  }
}
