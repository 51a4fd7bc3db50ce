package dev.varve.http.stream;

import dev.varve.http.Ascii;
import dev.varve.http.Digits;
import dev.varve.http.FieldName;
import dev.varve.http.Fields;
import dev.varve.http.Request;
import dev.varve.http.Response;
import dev.varve.http.Version;
import dev.varve.http.hpack.FieldKind;
import dev.varve.http.hpack.FieldLines;
import dev.varve.http.hpack.FieldSection;
import dev.varve.http.hpack.FieldText;
import dev.varve.http.hpack.HpackEntry;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Makes messages of decoded header blocks and checks them by RFC 9113 section 8, which says the
/// same as RFC 9114 section 4 does of HTTP/3. A block is always read to its end, malformed or not,
/// since the HPACK tables depend on all of it.
///
/// The fields of a message are lines of one array, most of them copied as they stand in the table.
/// Belongs to one thread; the results of [#request] and the others are kept until the next.
public final class HeadReader {
  private static final String TRAILERS = "trailers";
  private static final int KEPT_COOKIE = 8192;

  private final TextCache texts = new TextCache();
  private byte[] cookies = new byte[256];
  private int cookieLength;

  private Fields fields = new Fields();
  private byte[] lines = fields.array();
  private int end;

  private @Nullable String defect;
  private boolean pseudoOver;
  private boolean inTrailers;
  private @Nullable String method;
  private @Nullable String scheme;
  private @Nullable String authority;
  private @Nullable String path;
  private @Nullable String protocol;
  private @Nullable String host;
  private int status;
  private long contentLength;

  /// Reads the head of a request. Returns what is wrong with it, or null.
  ///
  /// @param extendedConnect whether we said that RFC 8441 is spoken
  public <X extends Exception> @Nullable String request(
      FieldLines<X> lines, Request request, boolean extendedConnect) throws X {
    read(lines, request.fields(), false);
    String wrong = defect != null ? defect : requestDefect(extendedConnect);
    if (wrong == null) {
      request.parsed(
          String.valueOf(method),
          path == null ? String.valueOf(authority) : path,
          scheme == null ? "" : scheme,
          authority != null ? authority : String.valueOf(host));
      request.protocol(protocol).version(Version.HTTP_2);
    }
    return wrong;
  }

  /// Reads the head of an answer. Returns what is wrong with it, or null.
  public <X extends Exception> @Nullable String response(FieldLines<X> lines, Response response)
      throws X {
    read(lines, response.fields(), false);
    if (defect == null && (status < 100 || status > 599)) {
      return "no :status between 100 and 599";
    }
    if (defect == null && (method != null || path != null || scheme != null || authority != null)) {
      return "a pseudo-header of requests in an answer";
    }
    if (defect == null) {
      response.status(status).version(Version.HTTP_2);
    }
    return defect;
  }

  /// Reads trailers. Fields that steer framing, routing or authentication are dropped (security
  /// F10). Returns what is wrong with them, or null.
  public <X extends Exception> @Nullable String trailers(FieldLines<X> lines, Fields trailers)
      throws X {
    read(lines, trailers, true);
    trailers.remove(FieldName.HOST);
    trailers.remove(FieldName.CONTENT_LENGTH);
    trailers.remove(FieldName.AUTHORIZATION);
    return defect;
  }

  /// Reads a block only for what it does to the tables.
  public <X extends Exception> void discard(FieldLines<X> lines) throws X {
    boolean more = lines.next();
    while (more) {
      more = lines.next();
    }
  }

  /// Content-Length of the head that was read last, or -1.
  public long contentLength() {
    return contentLength;
  }

  private <X extends Exception> void read(FieldLines<X> source, Fields into, boolean trailers)
      throws X {
    fields = into;
    lines = into.open(512);
    end = 0;
    cookieLength = 0;
    defect = null;
    pseudoOver = trailers;
    inTrailers = trailers;
    method = scheme = authority = path = protocol = host = null;
    status = 0;
    contentLength = -1;
    FieldSection section = source.section();
    while (source.next()) {
      HpackEntry entry = section.entry();
      if (entry != null) {
        take(entry);
      } else {
        take(section);
      }
    }
    if (cookieLength > 0) {
      cookie();
    }
    into.widen(end);
  }

  private void take(HpackEntry entry) {
    if (!entry.legal) {
      malformed("a field with illegal characters");
    } else if (entry.kind == FieldKind.REGULAR) {
      pseudoOver = true;
      int at = room(entry.line.length);
      System.arraycopy(entry.line, 0, lines, at, entry.line.length);
      mark(at, entry.nameLength, entry.valueLength, entry.nameHash);
    } else {
      special(entry.kind, entry.line, entry.valueFrom(), entry.valueLength);
    }
  }

  private void take(FieldSection field) {
    byte[] name = field.name();
    int from = field.nameFrom();
    int length = field.nameLength();
    FieldKind kind = FieldKind.of(name, from, length);
    boolean legalName = kind.isPseudo() || FieldText.isName(name, from, length);
    if (!legalName || !FieldText.isValue(field.value(), field.valueFrom(), field.valueLength())) {
      malformed("a field with illegal characters");
    } else if (kind == FieldKind.REGULAR) {
      pseudoOver = true;
      literal(field);
    } else {
      special(kind, field.value(), field.valueFrom(), field.valueLength());
    }
  }

  private void literal(FieldSection field) {
    int nameLength = field.nameLength();
    int valueLength = field.valueLength();
    int at = room(nameLength + valueLength + HpackEntry.LINE_OVERHEAD);
    System.arraycopy(field.name(), field.nameFrom(), lines, at, nameLength);
    int value = separate(at + nameLength);
    System.arraycopy(field.value(), field.valueFrom(), lines, value, valueLength);
    endLine(value + valueLength);
    mark(at, nameLength, valueLength, Ascii.hash(lines, at, nameLength));
  }

  private void special(FieldKind kind, byte[] value, int from, int length) {
    if (kind.isPseudo()) {
      if (pseudoOver) {
        malformed(inTrailers ? "a pseudo-header in trailers" : "a pseudo-header behind a field");
        return;
      }
    } else {
      pseudoOver = true;
    }
    switch (kind) {
      case METHOD -> method = once(method, value, from, length);
      case SCHEME -> scheme = once(scheme, value, from, length);
      case AUTHORITY -> authority = once(authority, value, from, length);
      case PATH -> path = once(path, value, from, length);
      case PROTOCOL -> protocol = once(protocol, value, from, length);
      case STATUS -> status(value, from, length);
      case UNKNOWN_PSEUDO -> malformed("an unknown pseudo-header");
      case FORBIDDEN -> malformed("a field about one connection");
      case TE -> te(value, from, length);
      case CONTENT_LENGTH -> contentLength(value, from, length);
      case HOST -> host = once(host, value, from, length);
      case COOKIE -> crumb(value, from, length);
      case REGULAR -> throw new IllegalStateException("a regular field is nothing special");
    }
  }

  private @Nullable String once(@Nullable String before, byte[] value, int from, int length) {
    if (before != null) {
      malformed("a pseudo-header or Host twice");
      return before;
    }
    if (!FieldText.isVisible(value, from, length)) {
      malformed("an empty pseudo-header or one with illegal characters");
      return null;
    }
    return texts.text(value, from, length);
  }

  private void status(byte[] value, int from, int length) {
    if (status != 0) {
      malformed(":status twice");
    }
    status = length == 3 ? (int) Digits.parse(value, from, from + 3) : -1;
  }

  private void te(byte[] value, int from, int length) {
    if (!Ascii.equalsLower(TRAILERS, value, from, length)) {
      malformed("TE other than trailers");
      return;
    }
    add(FieldName.TE, value, from, length);
  }

  private void contentLength(byte[] value, int from, int length) {
    long number = Digits.parse(value, from, from + length);
    if (number < 0 || (contentLength >= 0 && contentLength != number)) {
      malformed("Content-Length is no number or not one");
      return;
    }
    if (contentLength < 0) {
      contentLength = number;
      add(FieldName.CONTENT_LENGTH, value, from, length);
    }
  }

  /// Clients may cut cookies into crumbs; everything behind us wants one field (RFC 9113 8.2.3).
  private void crumb(byte[] value, int from, int length) {
    if (cookieLength + length + 2 > cookies.length) {
      cookies = Arrays.copyOf(cookies, (cookieLength + length + 2) * 2);
    }
    if (cookieLength > 0) {
      cookies[cookieLength++] = ';';
      cookies[cookieLength++] = ' ';
    }
    System.arraycopy(value, from, cookies, cookieLength, length);
    cookieLength += length;
  }

  private void cookie() {
    add(FieldName.COOKIE, cookies, 0, cookieLength);
    if (cookies.length > KEPT_COOKIE) {
      cookies = new byte[256];
    }
  }

  private void add(FieldName name, byte[] value, int from, int length) {
    byte[] text = name.bytes();
    int at = room(text.length + length + HpackEntry.LINE_OVERHEAD);
    System.arraycopy(text, 0, lines, at, text.length);
    int start = separate(at + text.length);
    System.arraycopy(value, from, lines, start, length);
    endLine(start + length);
    mark(at, text.length, length, name.hash());
  }

  private int room(int octets) {
    if (end + octets > lines.length) {
      lines = fields.widen(Math.max(lines.length * 2, end + octets));
    }
    return end;
  }

  private int separate(int at) {
    lines[at] = ':';
    lines[at + 1] = ' ';
    return at + 2;
  }

  private void endLine(int at) {
    lines[at] = '\r';
    lines[at + 1] = '\n';
  }

  private void mark(int at, int nameLength, int valueLength, int nameHash) {
    int value = at + nameLength + 2;
    fields.mark(at, at + nameLength, value, value + valueLength, nameHash);
    end = value + valueLength + 2;
  }

  private void malformed(String reason) {
    if (defect == null) {
      defect = reason;
    }
  }

  private @Nullable String requestDefect(boolean extendedConnect) {
    if (status != 0) {
      return ":status in a request";
    }
    if (method == null || !isToken(method)) {
      return "no :method, or not a token";
    }
    if (authority != null && host != null && !authority.equalsIgnoreCase(host)) {
      return ":authority and Host differ";
    }
    String named = authority != null ? authority : host;
    if (named == null || !isAuthority(named)) {
      return "no :authority, or not host and port";
    }
    if (protocol != null && !(extendedConnect && method.equals("CONNECT"))) {
      return ":protocol without extended CONNECT";
    }
    if (method.equals("CONNECT") && protocol == null) {
      return path != null || scheme != null || authority == null
          ? "CONNECT with :path or :scheme, or without :authority"
          : null;
    }
    return targetDefect();
  }

  private @Nullable String targetDefect() {
    if (path == null || scheme == null) {
      return "no :path or :scheme";
    }
    if (!scheme.equals("http") && !scheme.equals("https")) {
      return ":scheme other than http and https";
    }
    if (path.charAt(0) != '/' && !(path.equals("*") && "OPTIONS".equals(method))) {
      return ":path does not begin with a slash";
    }
    return path.indexOf('#') >= 0 ? ":path with a fragment" : null;
  }

  private static boolean isToken(String text) {
    return Ascii.isToken(text);
  }

  /// Host and port, no user and nothing that ends an authority.
  private static boolean isAuthority(String text) {
    for (int i = 0; i < text.length(); i++) {
      char each = text.charAt(i);
      if (each >= 0x7f || "@/?#\\<>\"{}|^` ,".indexOf(each) >= 0) {
        return false;
      }
    }
    return true;
  }
}
