package dev.varve.graph.upstream;

import dev.varve.graph.term.Terms;
import dev.varve.graph.term.Value;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Names of upstreams, and the upstreams that addresses stand for.
public final class Upstreams {
  private Upstreams() {}

  /// A name, or the address that a route wrote in place of one.
  ///
  /// @throws IllegalArgumentException saying `must …, but is …`
  public static String name(String text) {
    return checked(text, Terms.upstream().broken(text));
  }

  /// A name.
  ///
  /// @throws IllegalArgumentException saying `must …, but is …`
  public static String plainName(String text) {
    return checked(text, Terms.name().broken(text));
  }

  private static String checked(String text, @Nullable String broken) {
    if (broken != null) {
      throw new IllegalArgumentException(broken);
    }
    return text;
  }

  /// Whether the text is an address and not a name.
  public static boolean isAddress(String text) {
    return text.indexOf(':') >= 0;
  }

  /// The upstream that an address in place of a name stands for: `10.0.0.1:80`, `unix:/run/a.sock`,
  /// `https://api.example.com`.
  public static Upstream inline(String address) {
    if (!address.startsWith("http://") && !address.startsWith("https://")) {
      return Upstream.of(address);
    }
    boolean secure = address.startsWith("https:");
    String host = address.substring(address.indexOf("//") + 2);
    host = host.endsWith("/") ? host.substring(0, host.length() - 1) : host;
    boolean hasPort = host.matches(".*:\\d+") && !host.endsWith("]");
    String target = hasPort ? host : host + (secure ? ":443" : ":80");
    Upstream plain = Upstream.of(List.of(new Target(Value.of(target), 1, false)));
    return secure ? plain.withTls(UpstreamTls.DEFAULT) : plain;
  }
}
