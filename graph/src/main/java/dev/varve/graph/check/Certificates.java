package dev.varve.graph.check;

import dev.varve.graph.Graph;
import dev.varve.graph.listen.CertificateFiles;
import dev.varve.graph.listen.Challenge;
import dev.varve.graph.listen.Listener;
import dev.varve.graph.listen.Tls;
import dev.varve.graph.shape.GraphCode;
import dev.varve.graph.shape.Reading;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/// Whether every host that is served over TLS can have a certificate, and every certificate a host.
final class Certificates {
  private Certificates() {}

  static void check(Graph graph, Reading errors, Reading warnings) {
    Tls tls = graph.tls();
    if (graph.listen().values().stream().noneMatch(Listener::tls)) {
      withoutListener(tls, errors);
      return;
    }
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
    Set<String> hosts = hosts(graph);
    nameless(hosts, tls, errors);
    unused(hosts, tls, warnings);
  }

  /// What was not written is the default itself. To ask that first spares each start a bootstrap:
  /// `equals` of a record is made when it is first called, 12 ms.
  @SuppressWarnings("ReferenceEquality")
  private static void withoutListener(Tls tls, Reading errors) {
    if (tls != Tls.DEFAULT && !tls.equals(Tls.DEFAULT)) {
      errors
          .at("tls")
          .problem(
              GraphCode.IGNORED_OPTION,
              "must not be there, since no listener speaks TLS",
              "remove it, or add one under listen, such as https: 443");
    }
  }

  private static Set<String> hosts(Graph graph) {
    var hosts = new TreeSet<String>();
    graph
        .sites()
        .forEach((host, site) -> {
          hosts.add(host);
          hosts.addAll(site.aliases());
        });
    return hosts;
  }

  /// Certificates are asked for by name, and `*` is none.
  private static void nameless(Set<String> hosts, Tls tls, Reading errors) {
    if (tls.certificates().isEmpty() && !tls.local() && hosts.equals(Set.of("*"))) {
      errors
          .at("sites")
          .at("*")
          .problem(
              GraphCode.NO_CERTIFICATE,
              "must have a certificate, but acme cannot ask for one without a name",
              "write the site's name in place of '*', or add certificate files");
    }
  }

  private static void unused(Set<String> hosts, Tls tls, Reading warnings) {
    List<CertificateFiles> files = tls.certificates();
    for (int i = 0; i < files.size(); i++) {
      List<String> names = files.get(i).hosts();
      if (!names.isEmpty()
          && !hosts.contains("*")
          && names.stream().noneMatch(n -> any(n, hosts))) {
        warnings
            .at("tls")
            .at("certificates")
            .at(i)
            .problem(
                GraphCode.UNUSED_CERTIFICATE,
                "is for " + String.join(", ", names) + ", of which no site has the name",
                "remove it, or correct its hosts");
      }
    }
  }

  /// A certificate for a name within a wildcard site is used, as is one that covers a site.
  private static boolean any(String name, Set<String> hosts) {
    return hosts.stream().anyMatch(host -> covers(name, host) || within(name, host));
  }

  private static boolean within(String name, String host) {
    return host.startsWith("*.") && name.endsWith(host.substring(1));
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
