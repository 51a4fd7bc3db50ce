package dev.varve.store.view;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.varve.base.json.Json;
import dev.varve.store.filter.FieldPath;
import dev.varve.store.filter.Row;
import dev.varve.store.filter.Samples;
import dev.varve.store.query.Aggregate;
import dev.varve.store.query.Aggregation;
import dev.varve.store.query.Page;
import dev.varve.store.query.Query;
import dev.varve.store.query.QueryLimits;
import dev.varve.store.query.QueryRunner;
import dev.varve.store.query.Results;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class ViewStateTest {
  private static List<String> documents(Results results) {
    var rows = new ArrayList<String>();
    for (Row row = results.next(); row != null; row = results.next()) {
      rows.add(row.key() + " " + row.seq() + " " + row.json());
    }
    return rows;
  }

  /// Random histories of puts and deletions: after each change the view is its query run afresh.
  @Test
  void equalsItsQueryAfterEveryChange() {
    for (long seed = 0; seed < 150; seed++) {
      var samples = new Samples(seed);
      Query query = query(samples);
      var view = new ViewState(new ViewDefinition("n", "v", query), QueryLimits.DEFAULT);
      var rows = new TreeMap<String, Row>();
      for (int seq = 1; seq <= 60; seq++) {
        String key = "k" + samples.random().nextInt(12);
        Row before = rows.get(key);
        Row after =
            samples.random().nextInt(4) == 0 ? null : samples.row(key, seq, samples.object(2));
        view.apply(before, after, seq);
        if (after == null) {
          rows.remove(key);
        } else {
          rows.put(key, after);
        }

        assertSame(view, query, rows, "seed " + seed + ", change " + seq + ": " + query.json());
      }
      assertThat(view.seq()).isEqualTo(60);
    }
  }

  private static void assertSame(ViewState view, Query query, Map<String, Row> rows, String as) {
    Results fresh =
        QueryRunner.run(query, Samples.reusing(List.copyOf(rows.values())), QueryLimits.DEFAULT);
    if (query.aggregation().isGrouped()) {
      assertThat(view.groups()).as(as).isEqualTo(fresh.groups());
    } else {
      assertThat(documents(view.documents())).as(as).isEqualTo(documents(fresh));
      assertThat(view.aggregates()).as(as).isEqualTo(fresh.aggregates());
    }
  }

  private static Query query(Samples samples) {
    var aggregates = new ArrayList<Aggregate>();
    for (Aggregate.Function function : Aggregate.Function.values()) {
      aggregates.add(new Aggregate(function.word(), function, samples.path()));
    }
    Query query =
        Query.of(samples.filter(1)).withPage(Page.first(1 + samples.random().nextInt(10)));
    return switch (samples.random().nextInt(3)) {
      case 0 -> query.withSort(samples.sort());
      case 1 ->
          query.withSort(samples.sort()).withAggregation(new Aggregation(List.of(), aggregates));
      default ->
          query.withAggregation(
              new Aggregation(List.of(FieldPath.member("a"), FieldPath.member("b")), aggregates));
    };
  }

  @Test
  void forgetsTheGreatestWhenItGoes() {
    var definition =
        new ViewDefinition(
            "n", "v", Query.of(Json.parse("{\"aggregates\":{\"most\":{\"max\":\"n\"}}}")));
    var view = new ViewState(definition, QueryLimits.DEFAULT);
    var samples = new Samples(1);
    Row five = samples.row("a", 1, Json.parse("{\"n\":5}"));
    view.apply(null, five, 1);
    view.apply(null, samples.row("b", 2, Json.parse("{\"n\":3}")), 2);
    view.apply(five, null, 3);

    assertThat(view.aggregates()).hasToString("{\"most\":3}");
  }

  @Test
  void refusesWhatAViewCannotBe() {
    assertThatThrownBy(() -> new ViewDefinition("n", "v", Query.ALL.withPage(new Page(5, 1, null))))
        .hasMessageContaining("view v must have no offset, but is 1");
  }
}
