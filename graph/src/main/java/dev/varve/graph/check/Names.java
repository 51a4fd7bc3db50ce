package dev.varve.graph.check;

import dev.varve.graph.Graph;
import dev.varve.graph.Site;
import dev.varve.graph.route.Route;
import dev.varve.graph.shape.GraphCode;
import dev.varve.graph.shape.Reading;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// Whether hosts, ids and addresses are each used once.
final class Names {
  private Names() {}

  static void check(Graph graph, Reading errors) {
    hosts(graph, errors.at("sites"));
    ids(graph, errors.at("sites"));
    addresses(graph, errors);
  }

  private static void hosts(Graph graph, Reading at) {
    Map<String, String> owners = new HashMap<>();
    graph.sites().keySet().forEach(host -> owners.put(host, host));
    for (Map.Entry<String, Site> site : graph.sites().entrySet()) {
      List<String> aliases = site.getValue().aliases();
      for (int i = 0; i < aliases.size(); i++) {
        String owner = owners.putIfAbsent(aliases.get(i), site.getKey());
        if (owner != null) {
          at.at(site.getKey())
              .at("aliases")
              .at(i)
              .problem(
                  GraphCode.DUPLICATE_HOST,
                  "must be in one site, but '" + aliases.get(i) + "' is also in '" + owner + "'",
                  "remove one");
        }
      }
    }
  }

  private static void ids(Graph graph, Reading at) {
    Map<String, String> owners = new HashMap<>();
    for (Map.Entry<String, Site> site : graph.sites().entrySet()) {
      List<Route> routes = site.getValue().routes();
      for (int i = 0; i < routes.size(); i++) {
        String id = routes.get(i).id();
        String owner = owners.putIfAbsent(id, site.getKey() + routes.get(i).match().path());
        if (owner != null) {
          at.at(site.getKey())
              .at("routes")
              .at(i)
              .at("id")
              .problem(
                  GraphCode.DUPLICATE_ID,
                  "must be used once, but '" + id + "' is also that of " + owner,
                  "change one");
        }
      }
    }
  }

  private static void addresses(Graph graph, Reading errors) {
    Map<String, String> owners = new HashMap<>();
    graph
        .listen()
        .forEach((name, listener) ->
            address(listener.address() + "/tcp", name, owners, errors.at("listen").at(name)));
    graph
        .streams()
        .forEach((name, stream) ->
            address(
                stream.listen() + "/" + stream.protocol().name().toLowerCase(Locale.ROOT),
                name,
                owners,
                errors.at("streams").at(name)));
  }

  private static void address(String address, String name, Map<String, String> owners, Reading at) {
    String owner = owners.putIfAbsent(address, name);
    if (owner != null) {
      at.problem(
          GraphCode.DUPLICATE_LISTENER,
          "must have an address of its own, but " + address + " is also that of '" + owner + "'",
          "change one");
    }
  }
}
