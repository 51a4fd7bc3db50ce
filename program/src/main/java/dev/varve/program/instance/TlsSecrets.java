package dev.varve.program.instance;

import dev.varve.base.Clock;
import dev.varve.base.Failure;
import dev.varve.base.Problem;
import dev.varve.graph.Graph;
import dev.varve.graph.Site;
import dev.varve.graph.listen.Listener;
import dev.varve.graph.listen.UnknownName;
import dev.varve.http.tls.KnownHosts;
import dev.varve.http.tls.ServerTerms;
import dev.varve.http.tls.Staples;
import dev.varve.http.tls.TicketKeys;
import dev.varve.program.ProgramCode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What TLS listeners stand on besides certificates: the graph's hosts, and what seals sessions,
/// kept in the data directory so that one process resumes what another began.
record TlsSecrets(Graph graph, Path data, Clock clock) {
  private static final String FILE = "tickets";

  /// Whether any listener speaks TLS.
  boolean isSpoken() {
    return graph.listen().values().stream().anyMatch(Listener::tls);
  }

  /// @throws Failure when the data directory does not take the secrets
  ServerTerms terms(Staples staples) {
    return new ServerTerms(hosts(), tickets(), graph.tls().ocsp() ? staples : Staples.NONE);
  }

  /// A site of any host knows every name.
  private KnownHosts hosts() {
    var names = new HashSet<String>();
    graph.sites().forEach((host, site) -> add(names, host, site));
    boolean any = names.remove("*");
    return new KnownHosts(names, !any && graph.tls().unknownName() == UnknownName.REFUSE);
  }

  private static void add(Set<String> names, String host, Site site) {
    names.add(host);
    names.addAll(site.aliases());
  }

  private @Nullable TicketKeys tickets() {
    if (!graph.tls().tickets() || !isSpoken()) {
      return null;
    }
    Path file = data.resolve(FILE);
    try {
      return TicketKeys.shared(file, clock);
    } catch (IOException e) {
      throw new Failure(
          new Problem(
              ProgramCode.UNREADABLE,
              file.toString(),
              "the file of ticket secrets must be writable, but is not: " + e,
              "check its permissions, or write tls.tickets: false"),
          e);
    }
  }
}
