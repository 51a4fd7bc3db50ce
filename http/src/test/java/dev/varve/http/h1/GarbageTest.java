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
import dev.varve.testkit.OwnProcess;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// How much a request on a kept connection allocates on its loop, once everything is warm: the
/// handler's own body and fields. Counted in a process of its own: where many tests have met many
/// kinds of bodies, the compiler leaves more objects where they are.
@Tag("slow")
class GarbageTest {
  private static final int WARM = 4_000;
  private static final int MEASURED = 4_000;
  private static final int BYTES_MOST = 200;

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

  @ParameterizedTest
  @ValueSource(strings = {"answering", "proxying"})
  void costsNoGarbage(String what) {
    assertThat(Long.parseLong(OwnProcess.run(GarbageTest.class, what))).isLessThan(BYTES_MOST);
  }

  /// Counts, and writes the bytes of one request to a file.
  ///
  /// @param arguments what to do, and the file
  public static void main(String[] arguments) throws Exception {
    var test = new GarbageTest();
    long bytes = arguments[0].equals("proxying") ? test.proxying() : test.answering();
    Files.writeString(Path.of(arguments[1]), String.valueOf(bytes));
  }

  private long answering() throws Exception {
    try (var server = TestServer.start(fixed())) {
      return bytesPerRequest(server);
    }
  }

  private long proxying() throws Exception {
    try (var upstream = TestServer.start(fixed());
        var proxy = TestServer.start(new ProxyHandler(Origin.http("127.0.0.1", upstream.port())))) {
      return bytesPerRequest(proxy);
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
