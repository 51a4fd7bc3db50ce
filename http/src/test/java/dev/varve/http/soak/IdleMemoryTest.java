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
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// What a kept connection that does nothing holds of the heap, Netty's share and that of tables
/// included. Counted in a process of its own, which has the object headers of the program.
@Tag("slow")
class IdleMemoryTest {
  private static final int CONNECTIONS = 4_000;
  private static final int BYTES_MOST = 340;
  private static final int BYTES_MOST_H2 = 1_500;

  @Test
  void anIdleConnectionHoldsLessThanHalfAKibibyte() {
    assertThat(bytes(Crowd.Talk.ONE_REQUEST, BYTES_MOST)).isBetween(100, BYTES_MOST);
  }

  @Test
  void anIdleConnectionOverHttp2HoldsLessThanOneAndAHalfKibibytesAfterAWhile() {
    assertThat(bytes(Crowd.Talk.ONE_REQUEST_H2, BYTES_MOST_H2)).isBetween(100, BYTES_MOST_H2);
  }

  private static int bytes(Crowd.Talk talk, int most) {
    return Integer.parseInt(
        OwnProcess.run(IdleMemoryTest.class, talk.name(), String.valueOf(most)));
  }

  /// Counts until no more than so many bytes are held, or for twenty seconds, and writes the bytes
  /// of one connection to a file.
  ///
  /// @param arguments what the connections do, the bytes, and the file
  public static void main(String[] arguments) throws IOException {
    var talk = Crowd.Talk.valueOf(arguments[0]);
    long most = Long.parseLong(arguments[1]) * CONNECTIONS;
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
      withCrowd(server, answered, talk, Long.MAX_VALUE); // tables grow, and classes come
      long before = least();
      long held = withCrowd(server, answered, talk, before + most) - before;
      Files.writeString(Path.of(arguments[2]), String.valueOf(held / CONNECTIONS));
    }
  }

  /// What lives while all connections are idle.
  private static long withCrowd(
      TestServer server, AtomicInteger answered, Crowd.Talk talk, long most) throws IOException {
    answered.set(0);
    var live = new AtomicLong();
    try (var _ = Crowd.of(CONNECTIONS, server.port(), talk)) {
      Await.until("all are answered", () -> answered.get() == CONNECTIONS);
      // What it comes to is judged by the test.
      Await.within(
          Duration.ofSeconds(20),
          () -> {
            live.set(live());
            return live.get() <= most;
          });
    }
    Await.until("all are gone", () -> server.listener().connections() == 0);
    return live.get();
  }

  /// What lives when those that closed are forgotten, which timers take a moment for.
  private static long least() {
    var least = new AtomicLong(Long.MAX_VALUE);
    Await.within(
        Duration.ofSeconds(3),
        () -> {
          least.set(Math.min(least.get(), live()));
          return false;
        });
    return least.get();
  }

  private static long live() {
    System.gc();
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }
}
