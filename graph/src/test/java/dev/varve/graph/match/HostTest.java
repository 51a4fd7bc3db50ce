package dev.varve.graph.match;

import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.graph.Graph;
import dev.varve.graph.Site;
import dev.varve.graph.action.Respond;
import dev.varve.graph.route.Route;
import java.util.HashMap;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Which site a request is for: by the name it asks for, however that is written, and however many
/// other sites there are.
final class HostTest {
  private static Site answering(String id) {
    return Site.of(List.of(Route.of("/*", Respond.DEFAULT).withId(id)));
  }

  /// Sites with names of every kind, among so many others.
  private static Router router(int hosts) {
    var sites = new HashMap<String, Site>();
    for (int i = 0; i < hosts; i++) {
      sites.put("site-" + i + ".example", answering("site-" + i));
    }
    sites.put("shop.example", answering("shop"));
    sites.put("*.shop.example", answering("below-shop"));
    sites.put("*.eu.shop.example", answering("below-eu"));
    sites.put("bücher.example", answering("books"));
    sites.put("2001:db8::1", answering("address"));
    sites.put("*", answering("any"));
    return Router.compile(Graph.of(sites));
  }

  private static String answers(Router router, String authority) {
    Outcome outcome = router.match(authority, "/", "GET", Lookup.NONE, Lookup.NONE);
    return outcome instanceof Outcome.Found found ? found.route().id() : outcome.toString();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 100, 10_000})
  void isFoundAmongAnyNumberOfSites(int hosts) {
    Router router = router(hosts);

    for (int i = 0; i < hosts; i += Math.max(1, hosts / 50)) {
      assertThat(answers(router, "site-" + i + ".example")).isEqualTo("site-" + i);
      assertThat(answers(router, "www.site-" + i + ".example")).isEqualTo("any");
    }
    assertThat(answers(router, "shop.example")).isEqualTo("shop");
    assertThat(answers(router, "de.shop.example")).isEqualTo("below-shop");
    assertThat(answers(router, "a.b.shop.example")).isEqualTo("below-shop");
    assertThat(answers(router, "a.eu.shop.example")).isEqualTo("below-eu");
    assertThat(answers(router, "eu.shop.example")).isEqualTo("below-shop");
    assertThat(answers(router, "example")).isEqualTo("any");
  }

  @ParameterizedTest
  @CsvSource({
    "SHOP.Example, shop",
    "shop.example., shop",
    "shop.example:8443, shop",
    "Shop.EXAMPLE.:443, shop",
    "xn--bcher-kva.example, books",
    "XN--BCHER-KVA.EXAMPLE:80, books",
    "'[2001:db8::1]:8080', address",
    "'[2001:DB8::1]', address",
    "'', any",
    ".shop.example, below-shop",
    "notshop.example, any",
  })
  void isTheSameHoweverItIsWritten(String authority, String expected) {
    assertThat(answers(router(1), authority)).isEqualTo(expected);
  }

  /// By the time of the best of many short rounds, so that a busy machine does not matter; looking
  /// at each site in turn would take a thousand times as long.
  @Test
  void costsTheSameAmongTenThousandSitesAsAmongTen() {
    long few = bestNanos(router(10), 10);
    long many = bestNanos(router(10_000), 10_000);

    assertThat(many).as("among ten: %d", few).isLessThan(few * 20);
  }

  private static long bestNanos(Router router, int hosts) {
    String[] names = new String[256];
    for (int i = 0; i < names.length; i++) {
      names[i] = "site-" + i * 31 % hosts + ".example";
    }
    return Rounds.best(() -> {
      int found = 0;
      for (String name : names) {
        found += router.match(name, "/", "GET", Lookup.NONE, Lookup.NONE).hashCode() & 1;
      }
      return found;
    });
  }
}
