package dev.varve.graph.match;

import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.graph.Graph;
import dev.varve.graph.Site;
import dev.varve.graph.action.Respond;
import dev.varve.graph.route.Route;
import java.util.ArrayList;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What finding a route costs does not depend on how many there are. `RouteLookup` of bench
/// measures how much it is; this only fails when a lookup begins to look at routes one by one.
final class LookupCostTest {
  private static final int REQUESTS = 256;

  private static Router router(int routes) {
    var all = new ArrayList<Route>();
    for (int i = 0; i < routes; i++) {
      String path =
          switch (i % 4) {
            case 0 -> "/*";
            case 1 -> "/users/{id}";
            case 2 -> "/status";
            default -> "/orders/open";
          };
      all.add(Route.of(service(i / 4) + path, Respond.DEFAULT));
    }
    return Router.compile(Graph.of(Map.of("*", Site.of(all))));
  }

  private static String service(int number) {
    return "/api/v1/service-%04d".formatted(number);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/orders/open", "/users/7", "/a/b"})
  void isTheSameWithTenThousandRoutesAsWithTwelve(String end) {
    long few = bestNanos(router(12), 3, end);
    long many = bestNanos(router(10_000), 2_500, end);

    assertThat(many).as("with twelve: %d", few).isLessThan(few * 20);
  }

  private static long bestNanos(Router router, int services, String end) {
    String[] paths = new String[REQUESTS];
    for (int i = 0; i < REQUESTS; i++) {
      paths[i] = service(i * 97 % services) + end;
    }
    assertThat(router.match("a", paths[1], "GET", Lookup.NONE, Lookup.NONE))
        .isInstanceOf(Outcome.Found.class);
    return Rounds.best(() -> {
      int found = 0;
      for (String path : paths) {
        found += router.match("a", path, "GET", Lookup.NONE, Lookup.NONE) == null ? 0 : 1;
      }
      return found;
    });
  }
}
