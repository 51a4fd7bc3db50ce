package dev.varve.graph.listen;

import dev.varve.base.Check;
import dev.varve.graph.shape.Field;
import dev.varve.graph.shape.Shape;
import dev.varve.graph.shape.Types;
import dev.varve.graph.term.Terms;
import java.util.List;

/// An address where clients connect.
public record Listener(
    String address,
    boolean tls,
    List<HttpVersion> protocols,
    boolean redirectToHttps,
    List<String> proxyProtocol,
    List<String> trustedProxies,
    ListenerLimits limits,
    ListenerTimeouts timeouts,
    Quic quic) {
  private static final Field<Listener, String> ADDRESS =
      Field.required(
          "address",
          "Address and port such as ':443', or unix:PATH.",
          Terms.listenAddress(),
          Listener::address);
  private static final Field<Listener, Boolean> TLS =
      Field.of("tls", "Whether clients speak TLS.", Types.bool(), false, Listener::tls);
  private static final Field<Listener, List<HttpVersion>> PROTOCOLS =
      Field.of(
          "protocols",
          "Versions of HTTP that are spoken; h2 without TLS needs prior knowledge, h3 needs TLS and"
              + " listens on the UDP port of the same number.",
          Types.list(Types.word(HttpVersion.values())),
          List.of(HttpVersion.H1, HttpVersion.H2),
          Listener::protocols);
  private static final Field<Listener, Boolean> REDIRECT_TO_HTTPS =
      Field.of(
          "redirectToHttps",
          "Whether every request is sent to the https listener, except those of certificate"
              + " challenges.",
          Types.bool(),
          false,
          Listener::redirectToHttps);
  private static final Field<Listener, List<String>> PROXY_PROTOCOL =
      Field.of(
          "proxyProtocol",
          "Networks of load balancers that tell the client's address ahead of the first byte; empty"
              + " for none.",
          Types.list(Terms.network()),
          List.of(),
          Listener::proxyProtocol);
  private static final Field<Listener, List<String>> TRUSTED_PROXIES =
      Field.of(
          "trustedProxies",
          "Networks of proxies whose x-forwarded headers are believed.",
          Types.list(Terms.network()),
          List.of(),
          Listener::trustedProxies);
  private static final Field<Listener, ListenerLimits> LIMITS =
      Field.of(
          "limits",
          "What it puts up with.",
          ListenerLimits.SHAPE,
          ListenerLimits.DEFAULT,
          Listener::limits);
  private static final Field<Listener, ListenerTimeouts> TIMEOUTS =
      Field.of(
          "timeouts",
          "How long it waits.",
          ListenerTimeouts.SHAPE,
          ListenerTimeouts.DEFAULT,
          Listener::timeouts);
  private static final Field<Listener, Quic> QUIC =
      Field.of("quic", "How it speaks h3.", Quic.SHAPE, Quic.DEFAULT, Listener::quic);

  /// Members, bounds and defaults.
  public static final Shape<Listener> SHAPE =
      Shape.of(
          "Listener",
          "An address where clients connect.",
          List.of(
              ADDRESS,
              TLS,
              PROTOCOLS,
              REDIRECT_TO_HTTPS,
              PROXY_PROTOCOL,
              TRUSTED_PROXIES,
              LIMITS,
              TIMEOUTS,
              QUIC),
          v ->
              new Listener(
                  v.get(ADDRESS),
                  v.get(TLS),
                  v.get(PROTOCOLS),
                  v.get(REDIRECT_TO_HTTPS),
                  v.get(PROXY_PROTOCOL),
                  v.get(TRUSTED_PROXIES),
                  v.get(LIMITS),
                  v.get(TIMEOUTS),
                  v.get(QUIC)));

  public Listener {
    ADDRESS.check(address);
    protocols = List.copyOf(protocols);
    proxyProtocol = List.copyOf(proxyProtocol);
    PROXY_PROTOCOL.check(proxyProtocol);
    trustedProxies = List.copyOf(trustedProxies);
    TRUSTED_PROXIES.check(trustedProxies);
    Check.that(
        tls || !protocols.contains(HttpVersion.H3), "protocols", "leave out h3 without tls", "h3");
    Check.that(!protocols.isEmpty(), "protocols", "name at least one version", "empty");
    boolean h3 = protocols.contains(HttpVersion.H3);
    Check.that(
        !h3 || protocols.size() > 1,
        "protocols",
        "name h1 or h2 too, over which clients learn of h3",
        "h3");
    Check.that(!h3 || !address.startsWith("unix:"), "protocols", "leave out h3 on a socket", "h3");
    Check.that(h3 || quic.isDefault(), "quic", "be left out without h3", "set");
    Check.that(!tls || !redirectToHttps, "redirectToHttps", "be false where tls is true", "true");
  }

  /// An address, everything else by default.
  public static Listener of(String address, boolean tls, boolean redirectToHttps) {
    return new Listener(
        address,
        tls,
        List.of(HttpVersion.H1, HttpVersion.H2),
        redirectToHttps,
        List.of(),
        List.of(),
        ListenerLimits.DEFAULT,
        ListenerTimeouts.DEFAULT,
        Quic.DEFAULT);
  }
}
