package dev.varve.store.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.varve.base.Failure;
import dev.varve.base.json.Json;
import dev.varve.store.Operation;
import dev.varve.store.Outcome;
import dev.varve.store.Store;
import dev.varve.store.StoreOptions;
import dev.varve.store.Submission;
import dev.varve.store.Transaction;
import dev.varve.store.local.LocalStore;
import dev.varve.store.problem.StoreCode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Writes for which no caller leads: submitted ones, those of virtual threads, and what is queued
/// while others sync.
class SubmitTest {
  private static final Json VALUE = Json.parse("{\"n\":1}");

  @TempDir Path directory;

  /// What was told, in order.
  private static final class Told implements Submission.Told {
    private final BlockingQueue<Object> all = new ArrayBlockingQueue<>(10_000);

    @Override
    public void done(Outcome outcome) {
      all.add(outcome);
    }

    @Override
    public void failed(Failure failure) {
      all.add(failure);
    }

    Object next() throws InterruptedException {
      Object next = all.poll(20, TimeUnit.SECONDS);
      assertThat(next).as("told within 20 s").isNotNull();
      return next;
    }
  }

  private static Submission put(String key, Executor executor, Submission.Told told) {
    return new Submission(Transaction.of(new Operation.Put("docs", key, VALUE)), executor, told);
  }

  @Test
  void tellsOnTheExecutorInTheOrderOfTheLogWhatIsThenDurable() throws Exception {
    var told = new Told();
    var submissions = new ArrayList<Submission>();
    for (int i = 0; i < 500; i++) {
      submissions.add(put("k" + i, Runnable::run, told));
    }
    try (Store store = LocalStore.open(directory)) {
      store.submit(submissions);
      store.submit(List.of());
      long before = 0;
      for (int i = 0; i < 500; i++) {
        assertThat(told.next()).isInstanceOf(Outcome.Committed.class);
        long seq = store.get("docs", "k" + i).orElseThrow().seq();
        assertThat(seq).isGreaterThan(before);
        before = seq;
      }
      assertThat(store.status().syncs()).isLessThan(100);
    }
    try (Store again = LocalStore.open(directory)) {
      assertThat(again.get("docs", "k499")).isPresent();
    }
  }

  @Test
  void tellsWhatIsRefusedAndWhatIsInConflictToo() throws Exception {
    var told = new Told();
    try (Store store = LocalStore.inMemory()) {
      Transaction none = Transaction.of(new Operation.Delete("docs", "nothing"));
      Transaction unnamed = Transaction.of(new Operation.Put("no/name", "k", VALUE));
      store.submit(
          List.of(
              new Submission(unnamed, Runnable::run, told),
              new Submission(none, Runnable::run, told)));
      assertThat(told.next()).isInstanceOf(Outcome.Refused.class);
      assertThat(told.next()).isInstanceOf(Outcome.Conflict.class);
    }
  }

  @Test
  void refusesToEraseWithoutWaiting() {
    try (Store store = LocalStore.inMemory()) {
      Transaction erase = Transaction.of(new Operation.Erase("docs", "k"));
      assertThatThrownBy(
              () -> store.submit(List.of(new Submission(erase, Runnable::run, new Told()))))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void tellsThatTheStoreIsClosed() throws Exception {
    var told = new Told();
    Store store = LocalStore.inMemory();
    store.submit(List.of(put("before", Runnable::run, told)));
    store.close();
    store.submit(List.of(put("behind", Runnable::run, told)));

    assertThat(told.next()).isInstanceOf(Outcome.Committed.class);
    assertThat(told.next())
        .isInstanceOfSatisfying(
            Failure.class,
            failure ->
                assertThat(failure.problems().getFirst().code()).isEqualTo(StoreCode.CLOSED));
  }

  @Test
  void oneThatCannotBeToldHoldsUpNobody() throws Exception {
    var told = new Told();
    try (Store store = LocalStore.inMemory()) {
      Executor broken =
          _ -> {
            throw new IllegalStateException("meant to fail");
          };
      store.submit(List.of(put("a", broken, told), put("b", Runnable::run, told)));
      assertThat(told.next()).isInstanceOf(Outcome.Committed.class);
      assertThat(store.put("docs", "c", VALUE).version().number()).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void everyCallerOfManyGetsItsOutcome(boolean virtual) throws Exception {
    try (Store store = LocalStore.open(directory)) {
      var threads = new ArrayList<Thread>();
      var wrong = new ArrayBlockingQueue<String>(100);
      for (int i = 0; i < 40; i++) {
        String name = "t" + i;
        Runnable work =
            () -> {
              for (int k = 1; k <= 25; k++) {
                if (store.put("docs", name, VALUE).version().number() != k) {
                  wrong.add(name);
                }
              }
            };
        threads.add(virtual ? Thread.ofVirtual().start(work) : Thread.ofPlatform().start(work));
      }
      for (Thread thread : threads) {
        assertThat(thread.join(Duration.ofSeconds(20))).isTrue();
      }
      assertThat(wrong).isEmpty();
      assertThat(store.seq()).isEqualTo(1 + 40 * 25);
    }
  }

  @Test
  void whatNeedsTheLogToItselfHasItsTurnWhileWritersNeverPause() throws Exception {
    var stop = new AtomicBoolean();
    try (LogStore store = LogStore.open(directory, StoreOptions.DEFAULT.withBackground(false))) {
      var threads = new ArrayList<Thread>();
      for (int i = 0; i < 4; i++) {
        String name = "t" + i;
        threads.add(
            Thread.ofPlatform()
                .start(() -> {
                  while (!stop.get()) {
                    store.put("docs", name, VALUE).version();
                  }
                }));
      }
      for (int i = 0; i < 20; i++) {
        store.checkpoint();
      }
      stop.set(true);
      for (Thread thread : threads) {
        assertThat(thread.join(Duration.ofSeconds(20))).isTrue();
      }
      assertThat(store.status().problems()).isEmpty();
    }
  }
}
