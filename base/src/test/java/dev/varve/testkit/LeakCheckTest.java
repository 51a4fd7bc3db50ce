package dev.varve.testkit;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LeakCheckTest {
  private static final Duration SHORT = Duration.ofMillis(20);
  private static final Duration LONG = Duration.ofSeconds(2);

  @Test
  void namesAThreadThatStillRuns() throws InterruptedException {
    Holdings before = Holdings.now(List.of());
    var end = new CountDownLatch(1);
    Thread forgotten = Thread.ofPlatform().name("forgotten").start(() -> await(end));

    assertThatThrownBy(() -> LeakCheck.check(before, List.of(), SHORT))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("thread 'forgotten'");

    end.countDown();
    forgotten.join();
    LeakCheck.check(before, List.of(), LONG);
  }

  @Test
  void waitsForAThreadOnItsWayOut() {
    Holdings before = Holdings.now(List.of());
    var end = new CountDownLatch(1);
    Thread.ofPlatform().start(() -> await(end));
    Thread.ofVirtual().start(end::countDown);

    assertThatCode(() -> LeakCheck.check(before, List.of(), LONG)).doesNotThrowAnyException();
  }

  @Test
  void namesAFileThatStaysOpen(@TempDir Path dir) throws IOException {
    Holdings before = Holdings.now(List.of());

    try (var _ = Files.newOutputStream(dir.resolve("forgotten.log"))) {
      assertThatThrownBy(() -> LeakCheck.check(before, List.of(), SHORT))
          .hasMessageContaining("forgotten.log");
    }
    LeakCheck.check(before, List.of(), LONG);
  }

  @Test
  void namesASocketThatStaysOpen() throws IOException {
    Holdings before = Holdings.now(List.of());

    try (var _ = new ServerSocket(0)) {
      assertThatThrownBy(() -> LeakCheck.check(before, List.of(), SHORT))
          .hasMessageContaining("socket:");
    }
  }

  @Test
  void namesAGaugeThatHasRisen() {
    var used = new AtomicLong(3);
    List<LeakCheck.Gauge> gauges = List.of(new Buffers(used));
    Holdings before = Holdings.now(gauges);
    used.set(5);

    assertThatThrownBy(() -> LeakCheck.check(before, gauges, SHORT))
        .hasMessageContaining("buffer bytes: 5, before 3");
  }

  @Test
  void carriersOfVirtualThreadsAreNotCounted() {
    Holdings before = Holdings.now(List.of());
    var end = new CountDownLatch(1);
    for (int i = 0; i < 50; i++) {
      Thread.ofVirtual().start(() -> await(end));
    }

    assertThatCode(() -> LeakCheck.check(before, List.of(), SHORT)).doesNotThrowAnyException();
    end.countDown();
  }

  private record Buffers(AtomicLong used) implements LeakCheck.Gauge {
    @Override
    public String name() {
      return "buffer bytes";
    }

    @Override
    public long value() {
      return used.get();
    }
  }

  private static void await(CountDownLatch end) {
    try {
      end.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
