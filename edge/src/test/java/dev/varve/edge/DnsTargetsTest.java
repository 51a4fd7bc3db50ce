package dev.varve.edge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.testkit.Await;
import dev.varve.testkit.NameServer;
import dev.varve.testkit.NameServer.Question;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/// Targets that a name server tells, seen through requests.
final class DnsTargetsTest {
  private static final byte[] LOOPBACK = {127, 0, 0, 1};

  private static EdgeUnderTest resolving(NameServer server, String name, String more) {
    return EdgeUnderTest.serving(
        "{'upstreams': {'api': {'resolve': {'name': '"
            + name
            + "', 'least': '1s', 'servers': ['"
            + server.address()
            + "']"
            + more
            + "}}}, 'sites': {'*': [{'proxy': 'api'}]}}");
  }

  private static int port(ScriptedUpstream upstream) {
    return Integer.parseInt(upstream.address().substring("127.0.0.1:".length()));
  }

  private static List<byte[]> address(Question question) {
    return List.of(
        question.type() == 1
            ? question.reply(0, question.record(1, 1, LOOPBACK))
            : question.reply(0));
  }

  /// Services at these ports, on loopback.
  private static NameServer.Script services(int... ports) {
    return question -> {
      if (question.type() != 33) {
        return address(question);
      }
      var records = new ArrayList<byte[]>();
      for (int i = 0; i < ports.length; i++) {
        records.add(question.service(1, 0, 1, ports[i], "pod" + i + ".example"));
      }
      return List.of(question.reply(0, records.toArray(new byte[0][])));
    };
  }

  private static String said(EdgeUnderTest edge) {
    Reply reply = edge.get("/");
    assertThat(reply.status()).as(reply.body()).isEqualTo(200);
    return reply.body();
  }

  private static Set<String> with(Set<String> seen, String said) {
    seen.add(said);
    return seen;
  }

  @Test
  void theFirstRequestFindsTheAddressesOfAName() {
    try (var upstream = ScriptedUpstream.saying("a");
        var server = new NameServer(DnsTargetsTest::address);
        var edge = resolving(server, "app.example", ", 'port': " + port(upstream))) {
      assertThat(said(edge)).isEqualTo("a");
      assertThat(server.asked()).contains("app.example 1", "app.example 28");
      assertThat(edge.edge.upstreams().getFirst().target()).isEqualTo(upstream.address());
    }
  }

  @Test
  void servicesComeAndGoAndNoRequestFails() {
    try (var a = ScriptedUpstream.saying("a");
        var b = ScriptedUpstream.saying("b");
        var c = ScriptedUpstream.saying("c");
        var server = new NameServer(services(port(a), port(b)));
        var edge = resolving(server, "_http._tcp.example", ", 'kind': 'srv'")) {
      var first = new TreeSet<String>();
      Await.until("both serve", () -> with(first, said(edge)).size() == 2);
      edge.edge.drain("api", b.address(), true);
      server.script(services(port(b), port(c)));
      var seen = new TreeSet<String>();
      Await.until("the new one serves", () -> with(seen, said(edge)).contains("c"));
      for (int i = 0; i < 6; i++) {
        assertThat(said(edge)).as("b is still drained, and a is gone").isEqualTo("c");
      }
    }
  }

  /// RFC 2782: higher priorities are tried when nobody of the lower answers, and weights are
  /// shares.
  @Test
  void prioritiesAreBackupsAndWeightsAreShares() {
    try (var a = ScriptedUpstream.saying("a");
        var b = ScriptedUpstream.saying("b");
        var spare = ScriptedUpstream.saying("spare");
        var server =
            new NameServer(q ->
                q.type() != 33
                    ? address(q)
                    : List.of(
                        q.reply(
                            0,
                            q.service(60, 1, 3, port(a), "a.example"),
                            q.service(60, 1, 1, port(b), "b.example"),
                            q.service(60, 9, 1, port(spare), "c.example"))));
        var edge = resolving(server, "_http._tcp.example", ", 'kind': 'srv'")) {
      var said = new ArrayList<String>();
      for (int i = 0; i < 8; i++) {
        said.add(said(edge));
      }
      // Each loop takes its own turns, so two turns may be shared out unevenly.
      assertThat(said).doesNotContain("spare").contains("b");
      assertThat(said.stream().filter("a"::equals).count()).isBetween(5L, 7L);
      edge.edge.enable("api", a.address(), false);
      edge.edge.enable("api", b.address(), false);
      assertThat(said(edge)).isEqualTo("spare");
    }
  }

  @Test
  void theLastAnswerStaysWhenNameServersFailOrLie() {
    try (var upstream = ScriptedUpstream.saying("a");
        var server = new NameServer(DnsTargetsTest::address);
        var edge = resolving(server, "app.example", ", 'port': " + port(upstream))) {
      assertThat(said(edge)).isEqualTo("a");
      int before = server.asked().size();
      server.script(q -> List.of(q.reply(3)));
      Await.until("it is asked again", () -> server.asked().size() > before + 1);
      assertThat(said(edge)).isEqualTo("a");
    }
  }

  @Test
  void healthBelongsToTheTargetThroughLookUps() {
    var well = new AtomicBoolean(false);
    try (var a =
            new ScriptedUpstream((talk, _, _) -> {
              if (well.get()) {
                talk.ok("a");
              } else {
                talk.send("HTTP/1.1 500 No\r\ncontent-length: 0\r\n\r\n");
              }
            });
        var b = ScriptedUpstream.saying("b");
        var server = new NameServer(services(port(a)));
        var edge =
            EdgeUnderTest.serving(
                "{'upstreams': {'api': {'resolve': {'name': '_http._tcp.example', 'kind': 'srv',"
                    + " 'least': '1s', 'servers': ['"
                    + server.address()
                    + "']}, 'health': {'every': '100ms', 'unhealthyAfter': 1, 'healthyAfter': 1}}},"
                    + " 'sites': {'*': [{'proxy': 'api'}]}}")) {
      Await.until("a is down", () -> !edge.edge.upstreams().getFirst().up());
      server.script(services(port(a), port(b)));
      Await.until("b is known", () -> edge.edge.upstreams().size() == 2);
      assertThat(edge.edge.upstreams().getFirst().up()).isFalse();
      assertThat(said(edge)).isEqualTo("b");
      well.set(true);
      Await.until("a is up", () -> edge.edge.upstreams().getFirst().up());
    }
  }
}
