package dev.varve.http;

import java.nio.charset.StandardCharsets;

/// The name of a header field, prepared once so that looking it up costs a comparison of numbers.
/// Names are compared without regard to case; [#text] is lower case.
public final class FieldName {
  public static final FieldName ACCEPT = of("accept");
  public static final FieldName ACCEPT_ENCODING = of("accept-encoding");
  public static final FieldName ACCEPT_RANGES = of("accept-ranges");
  public static final FieldName AGE = of("age");
  public static final FieldName ALLOW = of("allow");
  public static final FieldName ALT_SVC = of("alt-svc");
  public static final FieldName AUTHORIZATION = of("authorization");
  public static final FieldName CACHE_CONTROL = of("cache-control");
  public static final FieldName CONNECTION = of("connection");
  public static final FieldName CONTENT_ENCODING = of("content-encoding");
  public static final FieldName CONTENT_LENGTH = of("content-length");
  public static final FieldName CONTENT_RANGE = of("content-range");
  public static final FieldName CONTENT_TYPE = of("content-type");
  public static final FieldName COOKIE = of("cookie");
  public static final FieldName DATE = of("date");
  public static final FieldName ETAG = of("etag");
  public static final FieldName EXPECT = of("expect");
  public static final FieldName EXPIRES = of("expires");
  public static final FieldName HOST = of("host");
  public static final FieldName HTTP2_SETTINGS = of("http2-settings");
  public static final FieldName IF_MATCH = of("if-match");
  public static final FieldName IF_MODIFIED_SINCE = of("if-modified-since");
  public static final FieldName IF_NONE_MATCH = of("if-none-match");
  public static final FieldName IF_RANGE = of("if-range");
  public static final FieldName KEEP_ALIVE = of("keep-alive");
  public static final FieldName LAST_MODIFIED = of("last-modified");
  public static final FieldName LOCATION = of("location");
  public static final FieldName PROXY_AUTHENTICATE = of("proxy-authenticate");
  public static final FieldName PROXY_AUTHORIZATION = of("proxy-authorization");
  public static final FieldName PROXY_CONNECTION = of("proxy-connection");
  public static final FieldName RANGE = of("range");
  public static final FieldName RETRY_AFTER = of("retry-after");
  public static final FieldName SERVER = of("server");
  public static final FieldName SET_COOKIE = of("set-cookie");
  public static final FieldName TE = of("te");
  public static final FieldName TRAILER = of("trailer");
  public static final FieldName TRANSFER_ENCODING = of("transfer-encoding");
  public static final FieldName UPGRADE = of("upgrade");
  public static final FieldName USER_AGENT = of("user-agent");
  public static final FieldName VARY = of("vary");
  public static final FieldName VIA = of("via");
  public static final FieldName WWW_AUTHENTICATE = of("www-authenticate");

  private final String text;
  private final byte[] lower;
  private final int hash;

  private FieldName(String text) {
    this.text = text;
    this.lower = text.getBytes(StandardCharsets.ISO_8859_1);
    this.hash = Ascii.hash(lower, 0, lower.length);
  }

  /// The prepared form of a name. Keep it in a constant: preparing allocates.
  ///
  /// @throws IllegalArgumentException when the name is not a token of RFC 9110
  public static FieldName of(String name) {
    if (!Ascii.isToken(name)) {
      throw new IllegalArgumentException("field name must be a token, but is '" + name + "'");
    }
    return new FieldName(Ascii.lower(name));
  }

  /// The name in lower case.
  public String text() {
    return text;
  }

  /// The number under which [Fields] files this name; equal names have equal numbers.
  public int hash() {
    return hash;
  }

  /// Whether these bytes are this name, whatever their case.
  public boolean matches(byte[] bytes, int offset, int length) {
    return Ascii.equalsLower(lower, bytes, offset, length);
  }

  /// The bytes of [#text]; the caller must not change them.
  public byte[] bytes() {
    return lower;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof FieldName name && name.text.equals(text);
  }

  @Override
  public int hashCode() {
    return hash;
  }

  @Override
  public String toString() {
    return text;
  }
}
