package dev.varve.store.query.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.varve.base.json.Json;
import dev.varve.store.filter.FieldPath;
import dev.varve.store.filter.Filter;
import dev.varve.store.filter.Row;
import dev.varve.store.filter.Samples;
import dev.varve.store.query.Page;
import dev.varve.store.query.Query;
import dev.varve.store.query.QueryLimits;
import dev.varve.store.query.QueryRunner;
import dev.varve.store.query.Results;
import dev.varve.store.query.Sort;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.Test;

class PlannerTest {
  private static final IndexDefinition BY_AGE =
      new IndexDefinition("people", "by-age", List.of(FieldPath.member("age")));
  private static final IndexDefinition BY_CITY_AND_AGE =
      new IndexDefinition(
          "people", "by-city", List.of(FieldPath.member("city"), FieldPath.member("age")));
  private static final List<IndexDefinition> BOTH = List.of(BY_AGE, BY_CITY_AND_AGE);

  private static List<Row.Held> people(int count) {
    var rows = new ArrayList<Row.Held>();
    var samples = new Samples(1);
    for (int i = 0; i < count; i++) {
      String city = samples.one(List.of("Rome", "Oslo", "Bern"));
      var person = "{\"age\":" + (i * 7 % 90) + ",\"city\":\"" + city + "\"}";
      rows.add(samples.row("k" + (1000 + i), i, Json.parse(person)));
    }
    return rows;
  }

  private static List<String> keys(Results results) {
    var keys = new ArrayList<String>();
    for (Row row = results.next(); row != null; row = results.next()) {
      keys.add(row.key());
    }
    return keys;
  }

  private static Plan plan(String query) {
    return Planner.plan(
        Query.of(Json.parse(query)), BOTH, new MemoryIndexes(people(500), BOTH, true));
  }

  @Test
  void looksUpOneValue() {
    Plan plan = plan("{\"filter\":\"age = 14\"}");

    assertThat(plan.words())
        .containsExactly(
            "look up 1 range of the index by-age on age, about 6 documents",
            "keep all of them",
            "they come in the order wanted");
    assertThat(plan.json())
        .hasToString(
            "{\"access\":\"index\",\"index\":\"by-age\",\"paths\":[\"age\"],\"ranges\":1,"
                + "\"order\":\"up\",\"filter\":\"true\",\"sort\":\"none, documents come in order\","
                + "\"reads\":6}");
  }

  @Test
  void usesBothPathsOfAnIndexAndKeepsTheRestOfTheFilter() {
    Plan plan = plan("{\"filter\":\"city = 'Rome' and age > 80 and name exists\"}");

    assertThat(((Plan.Access.Index) plan.access()).index()).isEqualTo(BY_CITY_AND_AGE);
    assertThat(plan.residual()).isEqualTo(Filter.parse("name exists"));
  }

  @Test
  void takesTheOrderFromAnIndexAndStopsWithThePage() {
    var reader = new MemoryIndexes(people(500), BOTH, true);
    Query query = Query.ALL.withSort(Sort.parse("-age")).withPage(Page.first(5));
    Plan plan = Planner.plan(query, BOTH, reader);

    assertThat(plan.words())
        .contains("look up 1 range of the index by-age on age, downwards, about 5 documents");
    assertThat(keys(PlanRunner.run(plan, reader, QueryLimits.DEFAULT))).hasSize(5);
    assertThat(reader.fetched()).isEqualTo(5);
  }

  @Test
  void looksUpFewMatchesRatherThanReadingKeyByKeyUntilThePageIsFull() {
    var rows = people(3_000);
    var reader = new MemoryIndexes(rows, BOTH, true);
    Query query = Query.of(Filter.parse("age > 87 and name exists")).withPage(Page.first(100));

    Plan plan = Planner.plan(query, BOTH, reader);
    keys(PlanRunner.run(plan, reader, QueryLimits.DEFAULT));

    assertThat(plan.access()).isInstanceOf(Plan.Access.Index.class);
    assertThat(reader.fetched()).isLessThan(100);
  }

  @Test
  void sortsBySecondPathBehindOneValueOfTheFirst() {
    Plan plan = plan("{\"filter\":\"city = 'Rome'\",\"sort\":\"age\",\"limit\":3}");

    assertThat(((Plan.Access.Index) plan.access()).index()).isEqualTo(BY_CITY_AND_AGE);
    assertThat(plan.inOrder()).isTrue();
  }

  @Test
  void readsAllWhereAnIndexWouldReadMost() {
    assertThat(plan("{\"filter\":\"age >= 0\"}").words())
        .first()
        .isEqualTo("read every document in the order of keys, about 500 documents");
    assertThat(plan("{\"filter\":\"name = 'x'\"}").access())
        .isEqualTo(new Plan.Access.Scan("", null));
  }

  @Test
  void readsOnlyTheKeysAskedFor() {
    assertThat(plan("{\"filter\":\"$key startsWith 'k10' and age > 3\"}").access())
        .isEqualTo(new Plan.Access.Scan("k10", "k11"));
    assertThat(plan("{\"filter\":\"$key >= 'a' and $key < 'c'\"}").access())
        .isEqualTo(new Plan.Access.Scan("a", "c"));
  }

  /// Whatever indexes there are, the answer is that of going through all documents.
  @Test
  void answersAsAScanWould() {
    var accesses = new HashSet<String>();
    for (long seed = 0; seed < 500; seed++) {
      var samples = new Samples(seed);
      List<Row.Held> rows = samples.rows(30);
      if (seed % 3 == 0) {
        rows.replaceAll(row -> samples.row(row.key(), row.seq(), longTexts(samples)));
      }
      List<IndexDefinition> indexes = indexes(samples);
      var reader = new MemoryIndexes(rows, indexes, samples.random().nextBoolean());
      Query query =
          Query.of(samples.filter(2))
              .withSort(
                  samples.random().nextBoolean() ? indexSort(indexes, samples) : samples.sort())
              .withPage(Page.first(1 + samples.random().nextInt(8)));
      List<String> wanted =
          keys(
              QueryRunner.run(
                  query.withPage(Page.ALL), Samples.reusing(rows), QueryLimits.DEFAULT));

      var found = new ArrayList<String>();
      String cursor = null;
      do {
        Query page = query.withPage(new Page(query.page().limit(), 0, cursor));
        Plan plan = Planner.plan(page, indexes, reader);
        accesses.add(
            plan.access() instanceof Plan.Access.Index index
                ? index.order() + " " + plan.inOrder()
                : plan.json().text("access"));
        Results results = PlanRunner.run(plan, reader, QueryLimits.DEFAULT);
        found.addAll(keys(results));
        cursor = results.cursor();
      } while (cursor != null);
      assertThat(found).as("seed %d: %s", seed, query.json()).isEqualTo(wanted);
    }
    assertThat(accesses).contains("scan", "keys", "UP true", "UP false", "DOWN true", "KEYS true");
  }

  private static Json longTexts(Samples samples) {
    String start = "x".repeat(500 + samples.random().nextInt(15));
    return Json.of("a", Json.of(start + samples.text())).with("b", samples.json(1));
  }

  private static List<IndexDefinition> indexes(Samples samples) {
    var indexes = new ArrayList<IndexDefinition>();
    for (int i = samples.random().nextInt(4); i >= 0; i--) {
      var paths = new java.util.LinkedHashSet<FieldPath>();
      for (int j = samples.random().nextInt(3); j >= 0; j--) {
        FieldPath path = samples.path();
        paths.add(path.isMeta() ? FieldPath.member("a") : path);
      }
      indexes.add(new IndexDefinition("n", "i" + i, List.copyOf(paths)));
    }
    return indexes;
  }

  private static List<Sort> indexSort(List<IndexDefinition> indexes, Samples samples) {
    boolean down = samples.random().nextBoolean();
    return samples.one(indexes).paths().stream().map(path -> new Sort(path, down)).toList();
  }

  @Test
  void refusesIndexesThatMakeNoSense() {
    assertThatThrownBy(() -> IndexDefinition.of("n", Json.parse("{\"name\":\"x\",\"paths\":[]}")))
        .hasMessageContaining("must have 1 to 8 paths, but has 0");
    assertThatThrownBy(
            () -> IndexDefinition.of("n", Json.parse("{\"name\":\"x\",\"paths\":[\"a\",\"a\"]}")))
        .hasMessageContaining("must have different paths");
    assertThatThrownBy(
            () -> IndexDefinition.of("n", Json.parse("{\"name\":\"x\",\"paths\":[\"$key\"]}")))
        .hasMessageContaining("must have paths into the document");
    assertThat(IndexDefinition.of("people", BY_CITY_AND_AGE.json())).isEqualTo(BY_CITY_AND_AGE);
  }
}
