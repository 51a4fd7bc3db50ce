package dev.varve.http.tls;

import dev.varve.base.Clock;
import dev.varve.http.Body;
import dev.varve.http.TlsFacts;
import dev.varve.http.net.Loops;
import dev.varve.http.ocsp.ConstantStaple;
import dev.varve.http.server.HttpServer;
import dev.varve.http.server.Listener;
import dev.varve.http.server.ListenerOptions;
import dev.varve.testkit.SmallAuthority;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/// The program that `conformance/tls` and `conformance/h2spec` talk to over TLS: two virtual hosts
/// of one certificate, tickets from a file, a staple, and an answer that tells what was agreed on.
final class TlsServer {
  private TlsServer() {}

  /// @param args the file of ticket secrets
  public static void main(String[] args) throws Exception {
    var authority = new SmallAuthority();
    String chain = authority.chain(List.of("*.wild.test", "localhost"), "http://127.0.0.1:1/");
    TlsCertificate certificate = TlsCertificate.of(chain, authority.key());
    var hosts = new KnownHosts(Set.of("a.wild.test", "b.wild.test"), true);
    TicketKeys keys = TicketKeys.shared(Path.of(args[0]), Clock.SYSTEM);
    Staples staples = ConstantStaple.of(authority, certificate);
    var tls =
        new ServerTls(
            TlsPolicy.DEFAULT, new ServerTerms(hosts, keys, staples), List.of(certificate));
    try (var loops = Loops.start(1);
        var server = new HttpServer(loops)) {
      Listener listener =
          server.listen(
              ListenerOptions.onLoopback(0).withTls(tls),
              exchange -> {
                TlsFacts facts = Objects.requireNonNull(exchange.peer().tls());
                String text =
                    facts.version()
                        + " "
                        + facts.group()
                        + (facts.resumed() ? " resumed" : " full");
                exchange.respond(exchange.response(), Body.of(text + "\n"));
              });
      System.getLogger(TlsServer.class.getName())
          .log(System.Logger.Level.INFO, "port " + listener.port());
      Thread.currentThread().join();
    }
  }
}
