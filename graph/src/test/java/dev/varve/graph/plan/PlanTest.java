package dev.varve.graph.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.base.json.Json;
import dev.varve.graph.Graph;
import org.junit.jupiter.api.Test;

class PlanTest {
  private static Graph graph(String json) {
    return Graph.read(Json.parse(json));
  }

  @Test
  void isEmptyForEqualGraphs() {
    String json =
        """
        {"listen": {"http": 80}, "upstreams": {"b": "10.0.0.2:80", "a": "10.0.0.1:80"},
         "sites": {"x": [{"path": "/a", "proxy": "a"}, {"path": "/b", "proxy": "b"}]}}
        """;
    Plan plan = Plan.of(graph(json), graph(json));

    assertThat(plan.isEmpty()).isTrue();
    assertThat(plan.text()).isEqualTo("Nothing changes.\n");
  }

  @Test
  void tellsWhatIsAddedRemovedAndChanged() {
    Graph before =
        graph(
            """
            {"upstreams": {"a": "10.0.0.1:80", "gone": "10.0.0.9:80"},
             "sites": {"x": [{"path": "/a", "proxy": "a"}, {"path": "/old", "respond": 200}]}}
            """);
    Graph after =
        graph(
            """
            {"upstreams": {"a": {"targets": "10.0.0.1:80", "balance": "p2c"}}, "drain": "10s",
             "sites": {"x": [{"path": "/a", "maxBody": "1MiB", "proxy": "a"},
                             {"path": "/new", "respond": 200}]}}
            """);

    assertThat(Plan.of(before, after).text())
        .isEqualTo(
            """
            ~ upstream a
                balance.kind: "round-robin" -> "p2c"
                targets that stay keep their connections and health; removed ones drain for 10s
            - upstream gone
                requests in progress may finish for 10s, then its pool is closed
            ~ route x 'x/a'
                maxBody: "10MiB" -> "1MiB"
                requests in progress finish as they began; its limits and cache start anew where they differ
            + route x 'x/new'
                requests that match it from now on
            - route x 'x/old'
                requests in progress and tunnels may finish for 10s; its cache is dropped
            ~ setting drain
                drain: "30s" -> "10s"
                holds from now on; open connections stay as they are
            1 added, 3 changed, 2 removed.
            """);
    assertThat(Plan.of(before, after).json().get("changes")).isNotNull();
  }

  @Test
  void tellsThatRoutesChangedPlaces() {
    String one = "{\"id\": \"1\", \"path\": \"/x\", \"headers\": {\"a\": \"1\"}, \"respond\": 200}";
    String two = "{\"id\": \"2\", \"path\": \"/x\", \"headers\": {\"b\": \"1\"}, \"respond\": 200}";
    Plan plan =
        Plan.of(
            graph("{\"sites\": {\"x\": [" + one + "," + two + "]}}"),
            graph("{\"sites\": {\"x\": [" + two + "," + one + "]}}"));

    assertThat(plan.text()).contains("~ site x", "order of routes: [\"1\",\"2\"] -> [\"2\",\"1\"]");
  }
}
