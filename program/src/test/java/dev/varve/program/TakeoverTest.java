package dev.varve.program;

import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.testkit.Await;
import dev.varve.testkit.Ports;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A new process takes over from an old one, under load: `varve serve --takeover`.
final class TakeoverTest {
  @TempDir private Path folder;

  private final AtomicBoolean over = new AtomicBoolean();
  private final AtomicInteger answered = new AtomicInteger();
  private final ConcurrentLinkedQueue<String> failures = new ConcurrentLinkedQueue<>();

  private Child serve(int port) throws IOException {
    Files.writeString(
        folder.resolve("varve.yaml"),
        """
        listen: { http: '127.0.0.1:%d' }
        sites: { '*': [{ path: '/*', respond: { body: hello } }] }
        """
            .formatted(port));
    return Child.start(folder, "serve", "--takeover", "--admin", "127.0.0.1:0", "--loops", "2");
  }

  /// Sends request after request on one connection until it is told that it ends.
  private void load(int port, int requests) {
    while (!over.get()) {
      try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
        socket.setSoTimeout(20_000);
        var in =
            new BufferedReader(
                new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
        boolean kept = true;
        for (int i = 0; kept && i < requests && !over.get(); i++) {
          socket
              .getOutputStream()
              .write("GET / HTTP/1.1\r\nHost: a\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
          kept = answer(in);
          answered.incrementAndGet();
        }
      } catch (IOException | RuntimeException e) {
        failures.add(e.toString());
      }
    }
  }

  /// Whether the connection is kept.
  private static boolean answer(BufferedReader in) throws IOException {
    String line = in.readLine();
    if (line == null || !line.equals("HTTP/1.1 200 OK")) {
      throw new IOException("answer was " + line);
    }
    boolean kept = true;
    for (line = in.readLine(); line != null && !line.isEmpty(); line = in.readLine()) {
      kept &= !line.equalsIgnoreCase("connection: close");
    }
    char[] body = new char[5];
    for (int at = 0; at < body.length; ) {
      int read = in.read(body, at, body.length - at);
      if (read < 0) {
        throw new IOException("answer was cut");
      }
      at += read;
    }
    return kept;
  }

  @Test
  @Tag("slow")
  void noRequestFailsWhileAnotherProcessTakesOver() throws Exception {
    int port = Ports.free();
    List<Thread> clients = new ArrayList<>();
    try (var first = serve(port)) {
      assertThat(first.site()).endsWith(":" + port);
      for (int i = 0; i < 16; i++) {
        int requests = i % 2 == 0 ? 1 : 1_000_000;
        clients.add(Thread.ofVirtual().start(() -> load(port, requests)));
      }
      Await.until("requests are answered", () -> answered.get() > 500);
      try (var second = serve(port)) {
        assertThat(second.site()).endsWith(":" + port);
        assertThat(first.awaitExit()).isZero();
        int before = answered.get();
        Await.until("the second answers", () -> answered.get() > before + 500);
        over.set(true);
        for (Thread each : clients) {
          each.join();
        }
        assertThat(failures).isEmpty();
        second.terminate();
        assertThat(second.awaitExit()).isZero();
      }
    } finally {
      over.set(true);
    }
  }
}
