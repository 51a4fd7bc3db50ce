package dev.varve.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.varve.base.Clock;
import dev.varve.http.net.Loops;
import dev.varve.http.server.HttpServer;
import dev.varve.http.server.ListenerOptions;
import dev.varve.store.local.LocalStore;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/// How much a request of a kept connection allocates on its loop once everything is warm: its head,
/// which stays with the handler, and the reply. A buffer for a body that is not there took 4 KiB
/// more.
final class HandlerGarbageTest {
  private static final int WARM = 3_000;
  private static final int MEASURED = 2_000;
  private static final int ROUNDS = 6;
  private static final int BYTES_MOST = 3_500;
  private static final byte[] REQUEST =
      "GET /text HTTP/1.1\r\nHost: a\r\nUser-Agent: test/1.0\r\n\r\n"
          .getBytes(StandardCharsets.US_ASCII);

  private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  @Test
  void anInlineHandlerCostsItsHeadAndItsReply() throws Exception {
    assertThat(bytesOnLoop(Handler.inline(_ -> Reply.text("Hello, World!"))))
        .isLessThan(BYTES_MOST);
  }

  @Test
  void aHandlerOfARequestWithoutBodyGetsNoBuffer() throws Exception {
    assertThat(bytesOnLoop(_ -> Reply.text("Hello, World!"))).isLessThan(BYTES_MOST);
  }

  private long bytesOnLoop(Handler handler) throws Exception {
    try (var store = LocalStore.inMemory();
        var loops = Loops.start(1);
        var server = new HttpServer(loops)) {
      Application application = (routes, _) -> routes.get("/text", Guard.open(), handler);
      var services = new Services(store, Clock.SYSTEM);
      var host = AppHost.start("test", application, services, AppLimits.DEFAULT);
      int port = server.listen(ListenerOptions.onLoopback(0), host).port();
      var id = new CompletableFuture<Long>();
      loops.get(0).execute(() -> id.complete(Thread.currentThread().threadId()));
      try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
        ask(socket, WARM);
        long least = Long.MAX_VALUE;
        for (int i = 0; i < ROUNDS && least >= BYTES_MOST; i++) {
          long before = threads.getThreadAllocatedBytes(id.get());
          ask(socket, MEASURED);
          least = Math.min(least, (threads.getThreadAllocatedBytes(id.get()) - before) / MEASURED);
        }
        return least;
      }
    }
  }

  private static void ask(Socket socket, int times) throws IOException {
    byte[] answer = new byte[1024];
    for (int i = 0; i < times; i++) {
      socket.getOutputStream().write(REQUEST);
      int read = 0;
      while (read < 13 || answer[read - 1] != '!') {
        read += socket.getInputStream().read(answer, read, answer.length - read);
      }
    }
  }
}
