package dev.varve.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.base.Problem;
import dev.varve.base.json.Json;
import dev.varve.store.diff.JsonPatch;
import dev.varve.store.local.LocalStore;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A namespace's schema holds from its place in the log on, for everybody who writes.
class SchemaTest {
  private static final Json AGED =
      Json.parse(
          "{\"type\":\"object\",\"required\":[\"age\"],"
              + "\"properties\":{\"age\":{\"type\":\"integer\",\"maximum\":9}}}");

  @TempDir Path directory;
  private Store store;

  @BeforeEach
  void open() {
    store = LocalStore.open(directory);
  }

  @AfterEach
  void close() {
    store.close();
  }

  private static Json age(int age) {
    return Json.parse("{\"age\":" + age + "}");
  }

  private static List<String> codes(Outcome outcome) {
    return outcome instanceof Outcome.Refused(List<Problem> problems)
        ? problems.stream().map(problem -> problem.code().id()).toList()
        : List.of();
  }

  @Test
  void everyWayToWriteIsHeldToIt() {
    store.put("docs", "old", Json.of("free"));
    Version free = store.put("docs", "k", Json.of(7)).version();
    store.put("docs", "k", age(9)).version();
    store.put(Store.SCHEMAS, "docs", AGED).version();
    for (int round = 0; round < 2; round++) {
      assertThat(codes(store.put("docs", "k", Json.parse("{\"age\":\"x\"}"))))
          .containsOnly("E1360");
      assertThat(codes(store.put("docs", "new", Json.of("free")))).containsOnly("E1360");
      assertThat(
              codes(
                  store.commit(
                      Transaction.of(new Operation.Increment("docs", "k", "age", BigDecimal.ONE)))))
          .containsOnly("E1360");
      JsonPatch patch = JsonPatch.of(Json.parse("[{\"op\":\"remove\",\"path\":\"/age\"}]"));
      assertThat(codes(store.commit(Transaction.of(new Operation.Patch("docs", "k", patch)))))
          .containsOnly("E1360");
      Json merge = Json.parse("{\"age\":null}");
      assertThat(codes(store.commit(Transaction.of(new Operation.MergePatch("docs", "k", merge)))))
          .containsOnly("E1360");
      assertThat(codes(store.revert("docs", "k", free.seq()))).containsOnly("E1360");
      assertThat(store.get("docs", "k").orElseThrow().value()).isEqualTo(age(9));
      assertThat(store.get("docs", "old").orElseThrow().value()).isEqualTo(Json.of("free"));
      store.put("docs", "good", age(round)).version();
      close();
      open();
    }
    store.delete(Store.SCHEMAS, "docs").version();
    store.put("docs", "k", Json.of("free again")).version();
  }

  @Test
  void whatIsNoSchemaIsRefused() {
    Outcome outcome = store.put(Store.SCHEMAS, "docs", Json.parse("{\"type\":\"objekt\"}"));

    assertThat(codes(outcome)).containsOnly("E1359");
    store.put("docs", "k", Json.of(1)).version();
  }

  @Test
  void oneTransactionSeesTheSchemaThatStandsBeforeIt() {
    List<Outcome> outcomes =
        store.commitAll(
            List.of(
                Transaction.of(new Operation.Put("docs", "before", Json.of("free"))),
                Transaction.of(new Operation.Put(Store.SCHEMAS, "docs", AGED)),
                Transaction.of(new Operation.Put("docs", "after", Json.of("free"))),
                Transaction.of(new Operation.Delete(Store.SCHEMAS, "docs")),
                Transaction.of(new Operation.Put("docs", "last", Json.of("free")))));

    assertThat(outcomes)
        .extracting(outcome -> outcome instanceof Outcome.Committed)
        .containsExactly(true, true, false, true, true);
  }

  @Test
  void volatileNamespacesAreHeldToTheirs() {
    var memory = NamespaceConfig.DEFAULT.with(new Retention.None(Duration.ofHours(1), 100));
    store.configure("sessions", memory);
    store.put(Store.SCHEMAS, "sessions", AGED).version();

    assertThat(codes(store.put("sessions", "k", Json.of(1)))).containsOnly("E1360");
    assertThat(store.put("sessions", "k", age(1)).version().value()).isEqualTo(age(1));
  }

  /// Writers run while the schema comes and goes. Whatever was acknowledged behind a schema's place
  /// in the log, and before it went, keeps to it.
  @Test
  void noWriteUnderWayMissesAChange() throws InterruptedException {
    var done = new AtomicBoolean();
    var writers = new ArrayList<Thread>();
    for (int i = 0; i < 4; i++) {
      int writer = i;
      writers.add(
          Thread.ofVirtual()
              .start(() -> {
                for (int n = 0; !done.get(); n++) {
                  store.put("docs", "k" + writer, n % 2 == 0 ? Json.of("free") : age(n % 9));
                }
              }));
    }
    var ranges = new ArrayList<long[]>();
    for (int i = 0; i < 60; i++) {
      long from = store.put(Store.SCHEMAS, "docs", AGED).version().seq();
      store.put("other", "k", Json.of(i));
      ranges.add(new long[] {from, store.delete(Store.SCHEMAS, "docs").version().seq()});
    }
    done.set(true);
    for (Thread writer : writers) {
      writer.join();
    }

    int held = 0;
    for (int i = 0; i < 4; i++) {
      for (Version version : store.log("docs", "k" + i, History.Page.first(100_000)).versions()) {
        for (long[] range : ranges) {
          if (version.seq() > range[0] && version.seq() < range[1]) {
            assertThat(version.value().kind()).isEqualTo(age(1).kind());
            held++;
          }
        }
      }
    }
    assertThat(held).isPositive();
  }
}
