package dev.varve.http.soak;

import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.base.Clock;
import dev.varve.http.Body;
import dev.varve.http.ServerLimits;
import dev.varve.http.TestServer;
import dev.varve.http.net.Loops;
import dev.varve.testkit.Await;
import dev.varve.testkit.OwnProcess;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// What a kept connection that does nothing holds of the heap, Netty's share and that of tables
/// included. Counted in a process of its own, which has the object headers of the program.
@Tag("slow")
class IdleMemoryTest {
  private static final int CONNECTIONS = 4_000;
  private static final int BYTES_MOST = 340;

  @Test
  void anIdleConnectionHoldsLessThanHalfAKibibyte() {
    assertThat(Integer.parseInt(OwnProcess.run(IdleMemoryTest.class)))
        .as("bytes of heap for each connection")
        .isBetween(100, BYTES_MOST);
  }

  /// Counts, and writes the bytes of one connection to a file.
  ///
  /// @param arguments the file
  public static void main(String[] arguments) throws IOException {
    var answered = new AtomicInteger();
    var limits = ServerLimits.DEFAULT.withConnections(100_000, 100_000);
    try (var server =
        TestServer.start(
            Loops.start(1, Loops.best(), Clock.SYSTEM),
            exchange -> {
              exchange.onEnd((_, _) -> answered.incrementAndGet());
              exchange.respond(exchange.response(), Body.empty());
            },
            options -> options.withLimits(limits))) {
      withCrowd(server, answered); // tables grow, and classes come
      long before = live();
      long held = withCrowd(server, answered) - before;
      Files.writeString(Path.of(arguments[0]), String.valueOf(held / CONNECTIONS));
    }
  }

  /// What lives while all connections are idle.
  private static long withCrowd(TestServer server, AtomicInteger answered) throws IOException {
    answered.set(0);
    long live;
    try (var _ = Crowd.of(CONNECTIONS, server.port(), false)) {
      Await.until("all are answered", () -> answered.get() == CONNECTIONS);
      live = live();
    }
    Await.until("all are gone", () -> server.listener().connections() == 0);
    return live;
  }

  private static long live() {
    System.gc();
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }
}
