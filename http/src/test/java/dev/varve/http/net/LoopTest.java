package dev.varve.http.net;

import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.testkit.FakeClock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class LoopTest {
  private final FakeClock clock = new FakeClock();
  private final List<String> seen = new CopyOnWriteArrayList<>();

  private void on(Loop loop, Runnable... turns) throws Exception {
    var done = new CompletableFuture<Boolean>();
    loop.execute(() -> {
      for (Runnable turn : turns) {
        loop.execute(turn);
      }
      loop.execute(() -> loop.afterTurns(() -> done.complete(true)));
    });
    done.get(20, TimeUnit.SECONDS);
  }

  @Test
  void flushesOnceEverythingThatWaitedHadItsTurn() throws Exception {
    try (var loops = Loops.start(1, Loops.best(), clock)) {
      Loop loop = loops.get(0);
      on(
          loop,
          () -> {
            loop.afterTurns(() -> seen.add("flush of a"));
            seen.add("a");
          },
          () -> {
            loop.afterTurns(() -> seen.add("flush of b"));
            seen.add("b");
          });

      assertThat(seen).containsExactly("a", "b", "flush of a", "flush of b");
    }
  }

  @Test
  void flushesWithoutWaitingForAllTurnsWhenMuchWaits() throws Exception {
    try (var loops = Loops.start(1, Loops.best(), clock)) {
      Loop loop = loops.get(0);
      on(
          loop,
          () -> {
            for (int i = 0; i < 100; i++) {
              loop.afterTurns(() -> seen.add("flush"));
            }
          },
          () -> seen.add("b"));

      assertThat(seen).hasSize(101);
      assertThat(seen.indexOf("b")).isGreaterThanOrEqualTo(64);
    }
  }

  @Test
  void goesOnWhenAFlushFails() throws Exception {
    try (var loops = Loops.start(1, Loops.best(), clock)) {
      Loop loop = loops.get(0);
      on(
          loop,
          () -> {
            loop.afterTurns(() -> {
              throw new IllegalStateException("planted");
            });
            loop.afterTurns(() -> seen.add("flush"));
          });

      assertThat(seen).containsExactly("flush");
    }
  }

  @Test
  void timeStandsStillDuringATurnOnly() throws Exception {
    try (var loops = Loops.start(1, Loops.best(), clock)) {
      Loop loop = loops.get(0);
      on(
          loop,
          () -> {
            long before = loop.nanos();
            clock.advance(Duration.ofSeconds(1));
            seen.add("within " + (loop.nanos() - before));
          },
          () -> seen.add("next " + (clock.nanos() - loop.nanos())));

      assertThat(seen).containsExactly("within 0", "next 0");
    }
  }

  @Test
  void wallTimeIsRightToSomeMilliseconds() throws Exception {
    try (var loops = Loops.start(1, Loops.best(), clock)) {
      Loop loop = loops.get(0);
      Runnable look = () -> seen.add(String.valueOf(clock.epochMillis() - loop.epochMillis()));
      on(loop, look);
      clock.advance(Duration.ofMillis(3));
      on(loop, look);
      clock.advance(Duration.ofHours(1));
      on(loop, look);
      clock.stepBack(Duration.ofMinutes(1));
      clock.advance(Duration.ofMillis(10));
      on(loop, look);

      assertThat(seen).containsExactly("0", "0", "0", "0");
    }
  }
}
