package dev.varve.http;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// What a client asks for, on its way in (made by a server's parser) or out (made by the caller of
/// a client). Mutable and recycled: one that came with an [Exchange] is valid until that ends.
public final class Request {
  private final Fields fields = new Fields();
  private String method = "GET";
  private String target = "/";
  private String scheme = "http";
  private String authority = "";
  private Version version = Version.HTTP_1_1;
  private @Nullable String protocol;

  /// `GET /` over HTTP/1.1, to be filled.
  public Request() {}

  /// A request to send: GET of a path at an authority over HTTP/1.1 without fields.
  public static Request get(String authority, String target) {
    return new Request().set("GET", target).authority(authority);
  }

  /// Back to `GET /` without authority and fields.
  public Request clear() {
    fields.clear();
    method = "GET";
    target = "/";
    scheme = "http";
    authority = "";
    version = Version.HTTP_1_1;
    protocol = null;
    return this;
  }

  /// The method in its own case; known methods are the same object as the literal. Never changed to
  /// another one on the way.
  public String method() {
    return method;
  }

  /// Path and query as they came, `*` for OPTIONS of the whole server, host and port for CONNECT.
  /// Only visible ASCII characters; nothing is decoded or normalised.
  public String target() {
    return target;
  }

  /// `http` or `https`.
  public String scheme() {
    return scheme;
  }

  /// Host and port from the target or the Host field; empty only when an HTTP/1.0 client names
  /// none. Checked for form; in the case it came with.
  public String authority() {
    return authority;
  }

  public Version version() {
    return version;
  }

  /// The header fields. What came in has Host among them for HTTP/1; what goes out need not.
  public Fields fields() {
    return fields;
  }

  /// The protocol the client wants to go on with, such as `websocket`: HTTP/1.1 Upgrade or RFC 8441
  /// `:protocol`. Answered with [Exchange#tunnel] or ignored.
  public @Nullable String protocol() {
    return protocol;
  }

  /// Whether the answer has no body whatever it says.
  public boolean isHead() {
    return method.equals("HEAD");
  }

  public boolean isConnect() {
    return method.equals("CONNECT");
  }

  /// Whether sending it twice does what sending it once does (RFC 9110, 9.2.2).
  public boolean isIdempotent() {
    return switch (method) {
      case "GET", "HEAD", "OPTIONS", "TRACE", "PUT", "DELETE" -> true;
      default -> false;
    };
  }

  public Request set(String method, String target) {
    if (!Ascii.isToken(method)) {
      throw new IllegalArgumentException("method must be a token, but is '" + method + "'");
    }
    this.method = Objects.requireNonNull(method);
    return target(target);
  }

  /// @throws IllegalArgumentException when the target is empty or has other than visible ASCII
  ///   characters in it
  public Request target(String target) {
    checkVisible("target", target);
    if (target.isEmpty()) {
      throw new IllegalArgumentException("target must not be empty");
    }
    this.target = target;
    return this;
  }

  public Request scheme(String scheme) {
    this.scheme = Objects.requireNonNull(scheme);
    return this;
  }

  /// @throws IllegalArgumentException when there are other than visible ASCII characters in it
  public Request authority(String authority) {
    checkVisible("authority", authority);
    this.authority = authority;
    return this;
  }

  public Request version(Version version) {
    this.version = Objects.requireNonNull(version);
    return this;
  }

  public Request protocol(@Nullable String protocol) {
    if (protocol != null) {
      checkVisible("protocol", protocol);
    }
    this.protocol = protocol;
    return this;
  }

  /// For parsers, which have checked the parts already.
  public void parsed(String method, String target, String scheme, String authority) {
    this.method = method;
    this.target = target;
    this.scheme = scheme;
    this.authority = authority;
  }

  @Override
  public String toString() {
    return method + " " + scheme + "://" + authority + " " + target + " " + version;
  }

  private static void checkVisible(String what, String text) {
    for (int i = 0; i < text.length(); i++) {
      char each = text.charAt(i);
      if (each <= 0x20 || each >= 0x7f) {
        throw new IllegalArgumentException(
            what + " must be visible ASCII, but has 0x" + Integer.toHexString(each));
      }
    }
  }
}
