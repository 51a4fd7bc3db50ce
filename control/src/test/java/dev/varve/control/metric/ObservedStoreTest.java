package dev.varve.control.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.varve.base.Failure;
import dev.varve.base.Trace;
import dev.varve.base.json.Json;
import dev.varve.control.MetricsSource;
import dev.varve.store.Operation;
import dev.varve.store.Outcome;
import dev.varve.store.Precondition;
import dev.varve.store.Submission;
import dev.varve.store.Transaction;
import dev.varve.store.local.LocalStore;
import dev.varve.testkit.FakeClock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Each operation of the store is counted and told, whoever asks for it.
class ObservedStoreTest {
  private static final String PARENT = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

  private final ObservedStore store = new ObservedStore(LocalStore.inMemory(), new FakeClock());
  private final List<String> lines = new ArrayList<>();
  private final Logger logger = Logger.getLogger("dev.varve.store");
  private final Handler handler =
      new Handler() {
        @Override
        public void publish(LogRecord told) {
          lines.add(told.getMessage());
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
      };

  @AfterEach
  void close() {
    logger.removeHandler(handler);
    logger.setLevel(null);
    store.close();
  }

  @Test
  void countsByOperationAndOutcome() {
    store.put("docs", "k", Json.of(1));
    store.put("docs", "k", Json.of(2));
    store.get("docs", "k");
    store.commit(
        Transaction.of(new Operation.Put("docs", "k", Json.of(3)))
            .when(new Precondition.Absent("docs", "k")));
    assertThatThrownBy(() -> store.get("docs", "")).isInstanceOf(Failure.class);

    assertThat(MetricsSource.text(List.of(store)))
        .contains("varve_store_operations_total{operation=\"put\",outcome=\"done\"} 2")
        .contains("varve_store_operations_total{operation=\"put\",outcome=\"refused\"} 1")
        .contains("varve_store_operations_total{operation=\"get\",outcome=\"done\"} 1")
        .contains("varve_store_operations_total{operation=\"get\",outcome=\"failed\"} 1")
        .contains("varve_store_operation_duration_seconds_count{operation=\"put\"} 3")
        .doesNotContain("operation=\"erase\"");
  }

  @Test
  void tellsEachWithTheTraceOfTheRequestThatAsked() {
    logger.addHandler(handler);
    logger.setLevel(Level.FINE);

    Trace.within(PARENT, () -> store.put("docs", "a key\n", Json.of(1)));
    Trace.within("nonsense", () -> store.get("docs", "k"));

    assertThat(lines)
        .containsExactly(
            "operation=put where=docs/a?key? outcome=done us=0"
                + " trace=0af7651916cd43dd8448eb211c80319c span=b7ad6b7169203331",
            "operation=get where=docs/k outcome=done us=0");
  }

  @Test
  void countsAndTellsWhatIsSubmittedOnTheThreadThatIsToldOfIt() throws Exception {
    logger.addHandler(handler);
    logger.setLevel(Level.FINE);
    var told = new CompletableFuture<Outcome>();
    var submission =
        new Submission(
            Transaction.of(new Operation.Put("docs", "k", Json.of(1))),
            task -> Trace.within(PARENT, task),
            new Submission.Told() {
              @Override
              public void done(Outcome outcome) {
                told.complete(outcome);
              }

              @Override
              public void failed(Failure failure) {
                told.completeExceptionally(failure);
              }
            });

    store.submit(List.of(submission));

    assertThat(told.get(20, TimeUnit.SECONDS)).isInstanceOf(Outcome.Committed.class);
    assertThat(lines)
        .containsExactly(
            "operation=put where=docs/k outcome=done us=0"
                + " trace=0af7651916cd43dd8448eb211c80319c span=b7ad6b7169203331");
    assertThat(MetricsSource.text(List.of(store)))
        .contains("varve_store_operations_total{operation=\"put\",outcome=\"done\"} 1");
  }
}
