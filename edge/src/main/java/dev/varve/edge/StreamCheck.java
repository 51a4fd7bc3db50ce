package dev.varve.edge;

import dev.varve.base.Problem;
import dev.varve.graph.Graph;
import dev.varve.graph.listen.Stream;
import dev.varve.graph.listen.StreamProtocol;
import dev.varve.graph.term.Value;
import dev.varve.graph.upstream.BalanceKind;
import dev.varve.graph.upstream.ProxyProtocol;
import dev.varve.graph.upstream.Target;
import dev.varve.graph.upstream.Upstream;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/// What an upstream may say that a stream cannot do: there are no cookies and headers in it, and in
/// datagrams no TLS.
final class StreamCheck {
  private final List<Problem> problems = new ArrayList<>();
  private final String where;
  private final boolean udp;

  private StreamCheck(String name, Stream stream) {
    this.where = "streams." + name;
    this.udp = stream.protocol() == StreamProtocol.UDP;
  }

  static List<Problem> of(String name, Stream stream, Graph graph) {
    var check = new StreamCheck(name, stream);
    var upstreams = new TreeSet<>(stream.sni().values());
    if (stream.upstream() != null) {
      upstreams.add(stream.upstream());
    }
    for (String each : upstreams) {
      Upstream upstream = graph.upstreams().get(each);
      if (upstream != null) {
        check.upstream(each, upstream);
      }
    }
    return check.problems;
  }

  private void upstream(String name, Upstream upstream) {
    BalanceKind kind = upstream.balance().kind();
    boolean keyed = kind == BalanceKind.MAGLEV || kind == BalanceKind.RING;
    String key = upstream.balance().key().text();
    must(!keyed || key.equals("{client.ip}"), name, "balance by '{client.ip}'", "'" + key + "'");
    must(upstream.sticky() == null, name, "leave out sticky, which is a cookie", "set");
    if (udp) {
      must(upstream.tls() == null, name, "leave out tls for UDP", "set");
      must(
          upstream.proxyProtocol() == ProxyProtocol.OFF,
          name,
          "leave out proxyProtocol for UDP",
          "set");
      must(
          upstream.targets().stream().noneMatch(StreamCheck::isUnix),
          name,
          "have no unix socket among its targets for UDP",
          "one");
    }
  }

  private static boolean isUnix(Target target) {
    return target.address() instanceof Value.Literal(String text) && text.startsWith("unix:");
  }

  private void must(boolean holds, String upstream, String rule, String value) {
    if (!holds) {
      problems.add(
          new Problem(
              EdgeCode.NOT_WIRED,
              where,
              "upstream " + upstream + " must " + rule + ", but it is " + value,
              "give the stream an upstream of its own"));
    }
  }
}
