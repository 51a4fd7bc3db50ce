package dev.varve.store.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.varve.base.json.Json;
import dev.varve.store.filter.Filter;
import dev.varve.store.filter.Row;
import dev.varve.store.filter.Samples;
import java.util.List;
import org.junit.jupiter.api.Test;

class QueryJsonTest {
  @Test
  void readsAndWritesEveryPart() {
    String json =
        """
        {"filter": "age > 30", "sort": ["-age", "name"], "fields": ["name", "address.city", "$key"],
         "limit": 10, "offset": 2, "aggregates": {"n": {"count": "$"}, "most": {"max": "age"}}}
        """;
    Query query = Query.of(Json.parse(json));

    assertThat(query.filter()).isEqualTo(Filter.parse("age > 30"));
    assertThat(query.sort()).isEqualTo(Sort.parse("age desc, name asc"));
    assertThat(query.page()).isEqualTo(new Page(10, 2, null));
    assertThat(query.json().compact())
        .isEqualTo(
            "{\"filter\":{\"age\":{\"gt\":30}},\"sort\":[\"-age\",\"name\"],"
                + "\"fields\":[\"name\",\"address.city\",\"$key\"],\"limit\":10,\"offset\":2,"
                + "\"aggregates\":{\"n\":{\"count\":\"$\"},\"most\":{\"max\":\"age\"}}}");
    assertThat(Query.of(query.json())).isEqualTo(query);
  }

  @Test
  void readsBackRandomQueries() {
    for (long seed = 0; seed < 500; seed++) {
      var samples = new Samples(seed);
      var fields =
          new Projection(List.of(samples.path(), samples.path()), samples.random().nextBoolean());
      Query query =
          Query.of(samples.filter(2))
              .withSort(samples.sort())
              .withFields(fields)
              .withPage(Page.first(3));

      assertThat(Query.of(query.json())).as("seed %d: %s", seed, query.json()).isEqualTo(query);
    }
  }

  @Test
  void reportsAllProblemsAtOnce() {
    assertThatThrownBy(() ->
            Query.of(
                Json.parse(
                    """
                    {"fliter": {}, "limit": -1, "offset": 1.5, "sort": "name up",
                     "fields": ["a", "-b"], "aggregates": {"x": {"total": "a"}, "y": 1},
                     "filter": {"a": {"gtt": 1}}, "group": [1]}
                    """)))
        .hasMessageContaining("query#/fliter: a member must be one of filter, sort,")
        .hasMessageContaining("did you mean filter?")
        .hasMessageContaining(
            "query#/limit: must be a whole number from 0 to 2147483646, but is -1")
        .hasMessageContaining(
            "query#/offset: must be a whole number from 0 to 2147483646, but is 1.5")
        .hasMessageContaining("query#/sort: sort:1:6: ',' or the end must stand here, but is 'up'")
        .hasMessageContaining("query#/fields: fields must be all kept or all left out")
        .hasMessageContaining(
            "query#/aggregates/x: a function must be one of count, sum, avg, min, max, distinct")
        .hasMessageContaining("query#/aggregates/y: must be an object of one function")
        .hasMessageContaining("query#/filter/a/gtt: an operator must be one of")
        .hasMessageContaining("query#/group: must be a string or an array of strings");
  }

  @Test
  void refusesPartsThatDoNotGoTogether() {
    assertThatThrownBy(() -> Query.of(Json.parse("{\"cursor\":\"x\",\"offset\":1}")))
        .hasMessageContaining("offset must be 0 beside a cursor");
    assertThatThrownBy(() -> Query.of(Json.parse("{\"group\":\"a\",\"fields\":\"b\"}")))
        .hasMessageContaining("fields must not be given for groups");
    assertThatThrownBy(() -> Query.of(Json.parse("[]")))
        .hasMessageContaining("a query must be an object, but is of type array");
  }

  @Test
  void keepsOrLeavesOutFields() {
    var document =
        Json.parse("{\"a\":{\"b\":1,\"c\":2},\"d\":[10,{\"e\":1,\"f\":2},30],\"g\":null}");
    var row = new Row.Held("k", 5, 0, "", document.canonical());

    assertThat(fields("a.b", "d[1].e", "g", "none.x", "$seq").apply(document, row))
        .hasToString("{\"a\":{\"b\":1},\"d\":[{\"e\":1}],\"g\":null,\"$seq\":5}");
    assertThat(fields("d[0]", "d[2]").apply(document, row)).hasToString("{\"d\":[10,30]}");
    assertThat(fields("-a", "-d[0]", "-d[1].f").apply(document, row))
        .hasToString("{\"d\":[{\"e\":1},30],\"g\":null}");
    assertThat(fields("$").apply(document, row)).isEqualTo(document);
    assertThat(fields("a").apply(Json.of(5), row)).hasToString("{}");
  }

  private static Projection fields(String... paths) {
    return Query.of(Json.of("fields", Json.of(List.of(paths).stream().map(Json::of).toList())))
        .fields();
  }
}
