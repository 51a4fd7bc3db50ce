package dev.varve.edge;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.varve.http.Body;
import dev.varve.http.FieldName;
import dev.varve.http.net.Loop;
import dev.varve.http.net.Loops;
import dev.varve.http.server.HttpServer;
import dev.varve.http.server.ListenerOptions;
import dev.varve.testkit.OwnProcess;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// How much a proxied request allocates once everything is warm: matching, forwarding, metrics and
/// its line in the access log included. Counted on the loops of the edge, in a process of its own:
/// where many tests have run the compiler leaves more objects where they are.
@Tag("slow")
class GarbageTest {
  private static final int WARM = 4_000;
  private static final int MEASURED = 4_000;
  private static final int BYTES_MOST = 32;

  /// Code that is not compiled to the end yet allocates what later it does not.
  private static final int ROUNDS = 8;

  private static final byte[] CONTENT = "x".repeat(200).getBytes(StandardCharsets.US_ASCII);
  private static final byte[] REQUEST =
      "GET /some/path HTTP/1.1\r\nhost: example.com\r\nuser-agent: test/1.0\r\naccept: */*\r\n\r\n"
          .getBytes(StandardCharsets.US_ASCII);

  private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private final List<Long> counted = new ArrayList<>();

  @Test
  void aProxiedRequestWithItsLogLineMakesNextToNoGarbage() {
    assertThat(Long.parseLong(OwnProcess.run(GarbageTest.class)))
        .as("bytes of garbage for each request")
        .isLessThan(BYTES_MOST);
  }

  /// Counts, and writes the bytes of one request to a file.
  ///
  /// @param arguments the file
  public static void main(String[] arguments) throws Exception {
    Files.writeString(Path.of(arguments[0]), String.valueOf(new GarbageTest().proxying()));
  }

  private long proxying() throws Exception {
    try (var loops = Loops.start(1);
        var upstream = new HttpServer(loops)) {
      var listener =
          upstream.listen(
              ListenerOptions.onLoopback(0),
              exchange ->
                  exchange.respond(
                      exchange.response().field(FieldName.CONTENT_TYPE, "text/plain"),
                      Body.of(CONTENT)));
      String route = "{'path': '/*', 'proxy': '127.0.0.1:" + listener.port() + "'}";
      try (var edge = EdgeUnderTest.routes(route);
          var client = new Socket(InetAddress.getLoopbackAddress(), edge.port())) {
        for (Loop loop : edge.loops().all()) {
          counted.add(threadOf(loop));
        }
        int length = first(client);
        ask(client, length, WARM);
        long bytes = Long.MAX_VALUE;
        for (int i = 0; i < ROUNDS && bytes >= BYTES_MOST; i++) {
          long before = allocated();
          ask(client, length, MEASURED);
          bytes = Math.min(bytes, (allocated() - before) / MEASURED);
        }
        return bytes;
      }
    }
  }

  private static long threadOf(Loop loop) {
    var id = new CompletableFuture<Long>();
    loop.execute(() -> id.complete(Thread.currentThread().threadId()));
    return id.orTimeout(20, TimeUnit.SECONDS).join();
  }

  private long allocated() {
    long sum = 0;
    for (long thread : counted) {
      sum += threads.getThreadAllocatedBytes(thread);
    }
    return sum;
  }

  private static int first(Socket client) throws IOException {
    client.getOutputStream().write(REQUEST);
    InputStream in = client.getInputStream();
    var head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      head.append((char) in.read());
    }
    assertThat(head).startsWith("HTTP/1.1 200");
    return head.length() + in.readNBytes(CONTENT.length).length;
  }

  private static void ask(Socket client, int length, int times) throws IOException {
    for (int i = 0; i < times; i++) {
      client.getOutputStream().write(REQUEST);
      assertThat(client.getInputStream().readNBytes(length)).hasSize(length);
    }
  }
}
