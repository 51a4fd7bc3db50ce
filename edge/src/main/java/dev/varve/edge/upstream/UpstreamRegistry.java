package dev.varve.edge.upstream;

import dev.varve.base.Clock;
import dev.varve.graph.term.Address;
import dev.varve.graph.term.Template;
import dev.varve.graph.term.Value;
import dev.varve.graph.upstream.Protocol;
import dev.varve.graph.upstream.Target;
import dev.varve.graph.upstream.Upstream;
import dev.varve.graph.upstream.UpstreamTls;
import dev.varve.http.client.Origin;
import dev.varve.http.client.OriginTls;
import dev.varve.http.net.Loop;
import dev.varve.http.net.Loops;
import dev.varve.http.proxyprotocol.ProxyHeader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The upstreams of the graph that is served. When the graph changes, an upstream whose settings
/// are the same stays the same object: its connections, health, counts and breakers go on. One that
/// went away is closed once nothing is on its way to it.
///
/// Changed by one thread at a time.
public final class UpstreamRegistry {
  private static final Duration LINGER = Duration.ofSeconds(10);

  private final Loops loops;
  private final Clock clock;
  private final byte[] signingKey;
  private final Function<Value, String> secrets;
  private final Map<String, UpstreamGroup> groups = new LinkedHashMap<>();

  /// @param signingKey of sticky cookies, at least 16 bytes
  public UpstreamRegistry(
      Loops loops, Clock clock, byte[] signingKey, Function<Value, String> secrets) {
    this.loops = loops;
    this.clock = clock;
    this.signingKey = signingKey.clone();
    this.secrets = secrets;
  }

  /// The upstreams for a graph. Nothing changes yet: the caller may still find that the graph
  /// cannot be served.
  ///
  /// @throws IllegalArgumentException when an address is none
  public Map<String, UpstreamGroup> prepare(Map<String, Upstream> wanted) {
    var prepared = new LinkedHashMap<String, UpstreamGroup>();
    wanted.forEach((name, settings) -> prepared.put(name, group(name, settings)));
    return prepared;
  }

  private UpstreamGroup group(String name, Upstream settings) {
    UpstreamGroup before = groups.get(name);
    if (before != null && before.settings().equals(settings)) {
      return before;
    }
    var group = new UpstreamGroup(name, settings, signingKey, clock, loops.size());
    group.locate(addresses(settings));
    return group;
  }

  /// From now on these are the upstreams.
  public void adopt(Map<String, UpstreamGroup> prepared) {
    for (UpstreamGroup group : groups.values()) {
      if (prepared.get(group.name()) != group) {
        group.retire();
        loops.all().forEach(loop -> loop.execute(() -> close(group, loop)));
      }
    }
    groups.clear();
    groups.putAll(prepared);
    prepared.values().forEach(group -> group.watch(loops));
  }

  private static void close(UpstreamGroup group, Loop loop) {
    loop.after(LINGER, () -> closeWhenIdle(group, loop));
  }

  private static void closeWhenIdle(UpstreamGroup group, Loop loop) {
    if (group.inFlight() == 0) {
      group.closeOn(loop);
    } else {
      close(group, loop);
    }
  }

  private List<UpstreamGroup.Address> addresses(Upstream settings) {
    var addresses = new ArrayList<UpstreamGroup.Address>();
    for (Target target : settings.targets()) {
      String text = secrets.apply(target.address());
      Address address = Address.parse(text, false);
      addresses.add(
          new UpstreamGroup.Address(
              text,
              origin(address, settings),
              authority(address, settings.tls() != null),
              target.weight(),
              target.backup()));
    }
    return addresses;
  }

  private static Origin origin(Address address, Upstream settings) {
    UpstreamTls tls = settings.tls();
    OriginTls with = tls == null ? null : tls(address, tls).withAlpn(alpn(settings.protocol()));
    String scheme = tls == null ? "http" : "https";
    boolean http2 = tls == null && settings.protocol() == Protocol.H2;
    Origin plain =
        address.isUnix()
            ? new Origin(scheme, address.socket(), 0, with, http2)
            : new Origin(scheme, address.host(), address.port(), with, http2);
    return switch (settings.proxyProtocol()) {
      case OFF -> plain;
      case V1 -> plain.withIntroduction(new Origin.Introduction(false, ProxyHeader.UNKNOWN));
      case V2 -> plain.withIntroduction(new Origin.Introduction(true, ProxyHeader.UNKNOWN));
    };
  }

  private static List<String> alpn(Protocol protocol) {
    return switch (protocol) {
      case AUTO -> List.of("h2", "http/1.1");
      case H1 -> List.of("http/1.1");
      case H2 -> List.of("h2");
    };
  }

  private static OriginTls tls(Address address, UpstreamTls tls) {
    Template name = tls.serverName();
    if (!name.isConstant()) {
      throw new IllegalArgumentException(
          "tls.serverName must be a name without placeholders, but is '" + name + "'");
    }
    String serverName = name.text().isEmpty() ? address.host() : name.text();
    OriginTls base =
        tls.verify() ? OriginTls.verified(serverName) : OriginTls.unverified(serverName);
    return base.withAuthorities(path(tls.ca()))
        .withCertificate(path(tls.certificate()), path(tls.key()));
  }

  private static @Nullable Path path(String text) {
    return text.isEmpty() ? null : Path.of(text);
  }

  private static String authority(Address address, boolean tls) {
    if (address.isUnix()) {
      return "localhost";
    }
    String text = address.text();
    String usual = tls ? ":443" : ":80";
    return text.endsWith(usual) ? text.substring(0, text.length() - usual.length()) : text;
  }

  /// The upstreams that serve now.
  public List<UpstreamGroup> all() {
    return List.copyOf(groups.values());
  }
}
