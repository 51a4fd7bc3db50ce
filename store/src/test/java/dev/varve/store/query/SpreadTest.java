package dev.varve.store.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.varve.base.Failure;
import dev.varve.base.json.Json;
import dev.varve.store.filter.Filter;
import dev.varve.store.filter.Row;
import dev.varve.store.filter.Samples;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/// A sort that several threads do says what one would.
class SpreadTest {
  private static List<String> keys(Results results) {
    var keys = new ArrayList<String>();
    for (Row row = results.next(); row != null; row = results.next()) {
      keys.add(row.key());
    }
    return keys;
  }

  @Test
  void givesThePageThatOneThreadWould() {
    for (long seed = 0; seed < 300; seed++) {
      var samples = new Samples(seed);
      List<Row.Held> rows = samples.rows(40);
      var page = new Page(1 + samples.random().nextInt(12), samples.random().nextInt(5), null);
      Query query = Query.of(samples.filter(1)).withSort(samples.sort()).withPage(page);
      var parts = new ArrayList<Supplier<Rows>>();
      for (int from = 0; from < rows.size(); ) {
        int to = Math.min(rows.size(), from + 1 + samples.random().nextInt(15));
        List<Row.Held> part = rows.subList(from, to);
        parts.add(() -> Samples.reusing(part));
        from = to;
      }

      Results one = QueryRunner.run(query, query.filter(), Samples.reusing(rows), false, LIMITS);
      Results many = QueryRunner.run(query, query.filter(), parts, LIMITS);

      assertThat(keys(many)).as("seed %d: %s", seed, query.json()).isEqualTo(keys(one));
      assertThat(many.cursor()).isEqualTo(one.cursor());
    }
  }

  private static final QueryLimits LIMITS = QueryLimits.DEFAULT;

  @Test
  void failsAsAWholeWhereOnePartFails() {
    Query query = Query.of(Filter.all()).withSort(Sort.parse("a")).withPage(Page.first(3));
    var parts = new ArrayList<Supplier<Rows>>();
    for (int i = 0; i < 8; i++) {
      int part = i;
      parts.add(() -> {
        if (part == 5) {
          throw new IllegalStateException("part 5 cannot be read");
        }
        return Samples.reusing(new Samples(part).rows(5));
      });
    }

    Results results = QueryRunner.run(query, query.filter(), parts, LIMITS);

    assertThatThrownBy(results::next).hasMessage("part 5 cannot be read");
  }

  @Test
  void boundsWhatAllThreadsHold() {
    Query query = Query.of(Filter.all()).withSort(Sort.parse("a")).withPage(Page.first(900));
    var rows = new ArrayList<Row.Held>();
    byte[] value = Json.of("a", Json.of("x".repeat(100))).canonical();
    for (int i = 0; i < 50; i++) {
      rows.add(new Row.Held("k" + i, i + 1, 0, "", value));
    }
    List<Supplier<Rows>> parts = List.of(() -> Samples.reusing(rows), () -> Samples.reusing(rows));

    Results results = QueryRunner.run(query, query.filter(), parts, new QueryLimits(8192, 3, 3));

    assertThatThrownBy(results::next)
        .isInstanceOf(Failure.class)
        .hasMessageContaining("a sort must hold at most 8192 bytes");
  }
}
