package dev.varve.graph.check;

import dev.varve.graph.Graph;
import dev.varve.graph.listen.Challenge;
import dev.varve.graph.listen.Listener;
import dev.varve.graph.listen.Tls;
import dev.varve.graph.shape.GraphCode;
import dev.varve.graph.shape.Reading;
import java.util.List;

/// Whether every host that is served over TLS can have a certificate.
final class Certificates {
  private Certificates() {}

  static void check(Graph graph, Reading errors) {
    if (graph.listen().values().stream().noneMatch(Listener::tls)) {
      return;
    }
    Tls tls = graph.tls();
    if (tls.certificates().isEmpty() && tls.acme() == null && !tls.local()) {
      errors
          .at("tls")
          .problem(
              GraphCode.NO_TLS,
              "must have certificates, acme or local, since a listener speaks TLS, but has none",
              "add one, such as acme: {email: you@example.com}");
      return;
    }
    graph
        .sites()
        .forEach((host, site) -> {
          host(host, tls, errors.at("sites").at(host));
          site.aliases()
              .forEach(alias -> host(alias, tls, errors.at("sites").at(host).at("aliases")));
        });
  }

  private static void host(String host, Tls tls, Reading at) {
    boolean issued =
        tls.acme() != null
            && (!host.startsWith("*.") || tls.acme().challenge() == Challenge.DNS_01);
    if (host.equals("*") || issued || tls.local() || hasFile(host, tls)) {
      return;
    }
    at.problem(
        GraphCode.NO_CERTIFICATE,
        "must have a certificate, but none covers '" + host + "'",
        tls.acme() == null
            ? "add certificate files for it, or acme"
            : "add certificate files for it, or write challenge: dns-01");
  }

  /// Files that do not say their hosts may hold any; what they hold is seen when they are loaded.
  private static boolean hasFile(String host, Tls tls) {
    return tls.certificates().stream()
        .anyMatch(
            one -> one.hosts().isEmpty() || one.hosts().stream().anyMatch(h -> covers(h, host)));
  }

  private static boolean covers(String name, String host) {
    int dot = host.indexOf('.');
    List<String> both = List.of(host, dot < 0 ? host : "*" + host.substring(dot));
    return both.contains(name);
  }
}
