package dev.varve.store.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.varve.base.json.Json;
import dev.varve.base.json.JsonObject;
import dev.varve.store.filter.JsonOrder;
import dev.varve.store.filter.Row;
import dev.varve.store.filter.Samples;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class QueryRunnerTest {
  private static final List<Row.Held> PEOPLE =
      people(
          "{\"name\":\"Ann\",\"age\":31,\"city\":\"Rome\"}",
          "{\"name\":\"Bob\",\"age\":25,\"city\":\"Oslo\"}",
          "{\"name\":\"Cleo\",\"age\":40.5,\"city\":\"Rome\",\"secret\":1}",
          "{\"name\":\"Dan\",\"city\":\"Oslo\"}",
          "{\"name\":\"Eve\",\"age\":25}");

  private static List<Row.Held> people(String... documents) {
    var rows = new ArrayList<Row.Held>();
    for (String document : documents) {
      rows.add(
          new Row.Held(
              "k" + rows.size(), rows.size() + 1, 0, "", Json.parse(document).canonical()));
    }
    return rows;
  }

  private static JsonObject answer(String query) {
    return run(Query.of(Json.parse(query)), PEOPLE).json();
  }

  private static Results run(Query query, List<Row.Held> rows) {
    return QueryRunner.run(query, Samples.reusing(rows), QueryLimits.DEFAULT);
  }

  private static List<String> keys(Results results) {
    var keys = new ArrayList<String>();
    for (Row row = results.next(); row != null; row = results.next()) {
      keys.add(row.key());
    }
    return keys;
  }

  @Test
  void sortsThenTakesThePage() {
    assertThat(keys(run(Query.of(Json.parse("{\"sort\":\"-age,name\",\"limit\":3}")), PEOPLE)))
        .containsExactly("k2", "k0", "k1");
    assertThat(keys(run(Query.of(Json.parse("{\"sort\":\"age\",\"limit\":2}")), PEOPLE)))
        .containsExactly("k3", "k1");
    assertThat(keys(run(Query.of(Json.parse("{\"offset\":1,\"limit\":2}")), PEOPLE)))
        .containsExactly("k1", "k2");
  }

  @Test
  void cutsToFieldsAfterSorting() {
    assertThat(answer("{\"sort\":\"-age\",\"fields\":[\"name\"],\"limit\":1}").get("documents"))
        .hasToString(
            "[{\"key\":\"k2\",\"seq\":3,\"time\":\"1970-01-01T00:00:00.000Z\","
                + "\"value\":{\"name\":\"Cleo\"}}]");
  }

  @Test
  void aggregatesOverTheWholeMatchNotThePage() {
    var answer =
        answer(
            """
            {"filter": "city exists", "limit": 1, "aggregates": {
              "n": {"count": true}, "aged": {"count": "age"}, "sum": {"sum": "age"},
              "avg": {"avg": "age"}, "min": {"min": "age"}, "max": {"max": "name"},
              "cities": {"distinct": "city"}}}
            """);

    assertThat(answer.get("aggregates"))
        .hasToString(
            "{\"n\":4,\"aged\":3,\"sum\":96.5,\"avg\":32.16666666666666666666666666666667,"
                + "\"min\":25,\"max\":\"Dan\",\"cities\":[\"Oslo\",\"Rome\"]}");
  }

  @Test
  void groupsAndSortsGroups() {
    assertThat(
            answer(
                    """
                    {"group": "city", "sort": "-n, group.city", "limit": 2,
                     "aggregates": {"n": {"count": "$"}, "oldest": {"max": "age"}}}
                    """)
                .get("groups"))
        .hasToString(
            "[{\"group\":{\"city\":\"Oslo\"},\"n\":2,\"oldest\":25},"
                + "{\"group\":{\"city\":\"Rome\"},\"n\":2,\"oldest\":40.5}]");
  }

  @Test
  void givesNullForTheAverageOfNothing() {
    assertThat(
            answer(
                    "{\"filter\":\"age > 99\",\"aggregates\":{\"a\":{\"avg\":\"age\"},\"s\":{\"sum\":\"age\"}}}")
                .get("aggregates"))
        .hasToString("{\"a\":null,\"s\":0}");
  }

  /// Any filter, sort and page, against sorting the whole list with the order of values.
  @Test
  void answersAsAPlainListWould() {
    for (long seed = 0; seed < 800; seed++) {
      var samples = new Samples(seed);
      List<Row.Held> rows = samples.rows(30);
      var page = new Page(samples.random().nextInt(12), samples.random().nextInt(5), null);
      Query query = Query.of(samples.filter(1)).withSort(samples.sort()).withPage(page);

      List<String> wanted =
          rows.stream()
              .filter(row -> query.filter().matches(row.json(), row))
              .sorted(plain(query.sort()))
              .skip(page.offset())
              .limit(page.limit())
              .map(Row::key)
              .toList();
      assertThat(keys(run(query, rows))).as("seed %d: %s", seed, query.json()).isEqualTo(wanted);
    }
  }

  private static Comparator<Row.Held> plain(List<Sort> sort) {
    Comparator<Row.Held> order = (_, _) -> 0;
    boolean down = false;
    for (Sort term : sort) {
      Comparator<Row.Held> by =
          Comparator.comparing(
              row -> term.path().in(row.json(), row), Comparator.nullsFirst(JsonOrder.TOTAL));
      order = order.thenComparing(term.descending() ? by.reversed() : by);
      down = term.descending();
    }
    Comparator<Row.Held> byKey = Comparator.comparing(Row::key);
    return order.thenComparing(down ? byKey.reversed() : byKey);
  }

  @Test
  void pagesByCursorAreTheWholeCutInPieces() {
    for (long seed = 0; seed < 300; seed++) {
      var samples = new Samples(seed);
      List<Row.Held> rows = samples.rows(25);
      Query query = Query.of(samples.filter(1)).withSort(samples.sort());
      List<String> wanted = keys(run(query, rows));
      var paged = new ArrayList<String>();
      String cursor = null;
      do {
        Results page = run(query.withPage(new Page(3, 0, cursor)), rows);
        paged.addAll(keys(page));
        cursor = page.cursor();
      } while (cursor != null);

      assertThat(paged).as("seed %d: %s", seed, query.json()).isEqualTo(wanted);
    }
  }

  @Test
  void cursorStaysInPlaceWhileDocumentsComeAndGo() {
    Query query = Query.ALL.withSort(Sort.parse("name")).withPage(Page.first(2));
    String cursor = run(query, PEOPLE).cursor();

    var changed = new ArrayList<>(PEOPLE.subList(2, 5));
    changed.add(
        new Row.Held("k9", 9, 0, "", "{\"name\":\"Aaron\"}".getBytes(StandardCharsets.UTF_8)));
    assertThat(keys(run(query.withPage(new Page(9, 0, cursor)), changed)))
        .containsExactly("k2", "k3", "k4");
  }

  @Test
  void refusesCursorsThatAreDamagedOrOfAnotherQuery() {
    Query query = Query.ALL.withPage(Page.first(2));
    String cursor = run(query, PEOPLE).cursor();
    assertThat(cursor).isNotNull();

    for (String damaged :
        List.of("", "?", cursor.substring(1), cursor.substring(2), cursor + "AAAA")) {
      assertThatThrownBy(() -> run(query.withPage(new Page(2, 0, damaged)), PEOPLE))
          .as(damaged)
          .hasMessageContaining("a cursor must be one that a query gave")
          .hasMessageContaining("E1354");
    }
    assertThatThrownBy(
            () -> run(query.withSort(Sort.parse("-name")).withPage(new Page(2, 0, cursor)), PEOPLE))
        .hasMessageContaining("must be used with the filter and the sort it came from");
  }

  @Test
  void boundsWhatASortHolds() {
    var rows = new ArrayList<Row.Held>();
    for (int i = 0; i < 100; i++) {
      rows.add(
          new Row.Held(
              "k" + i, i, 0, "", ("\"" + "x".repeat(100) + "\"").getBytes(StandardCharsets.UTF_8)));
    }
    var limits = new QueryLimits(4096, 3, 3);
    Query query = Query.ALL.withSort(Sort.parse("-$key"));

    assertThat(keys(QueryRunner.run(query.withPage(Page.first(5)), Samples.reusing(rows), limits)))
        .hasSize(5);
    assertThatThrownBy(() -> keys(QueryRunner.run(query, Samples.reusing(rows), limits)))
        .hasMessageContaining("a sort must hold at most 4096 bytes")
        .hasMessageContaining("E1355");
    var grouped = Query.of(Json.parse("{\"group\":\"$key\"}"));
    assertThatThrownBy(() -> QueryRunner.run(grouped, Samples.reusing(rows), limits).groups())
        .hasMessageContaining("must have at most 3 groups");
    var distinct = Query.of(Json.parse("{\"aggregates\":{\"k\":{\"distinct\":\"$key\"}}}"));
    assertThatThrownBy(() -> QueryRunner.run(distinct, Samples.reusing(rows), limits).aggregates())
        .hasMessageContaining("at most 3 different values");
  }

  @Test
  void stopsReadingWhenThePageIsFull() {
    var read = new int[1];
    Rows counting =
        new Rows() {
          private final Rows rows = Samples.reusing(PEOPLE);

          @Override
          public @Nullable Row next() {
            read[0]++;
            return rows.next();
          }
        };
    keys(QueryRunner.run(Query.ALL.withPage(Page.first(2)), counting, QueryLimits.DEFAULT));

    assertThat(read[0]).isEqualTo(2);
  }

  @Test
  void sumsExactly() {
    var rows =
        people("0.1", "0.2", "9223372036854775807", "1e-20", "9999999999999", "-0.3", "\"x\"");
    assertThat(
            run(Query.of(Json.parse("{\"aggregates\":{\"s\":{\"sum\":\"$\"}}}")), rows)
                .aggregates())
        .hasToString("{\"s\":9223382036854775806.00000000000000000001}");
  }

  @Test
  void sumsPastSixtyFourBits() {
    String[] many = new String[20_000];
    Arrays.fill(many, "999999999999");
    assertThat(
            run(Query.of(Json.parse("{\"aggregates\":{\"s\":{\"sum\":\"$\"}}}")), people(many))
                .aggregates())
        .hasToString("{\"s\":19999999999980000}");
  }
}
