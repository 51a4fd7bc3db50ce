package dev.varve.http.h1;

import dev.varve.http.Ascii;
import dev.varve.http.Digits;
import dev.varve.http.FieldName;
import dev.varve.http.Fields;
import dev.varve.http.Request;
import dev.varve.http.ServerLimits;
import dev.varve.http.Version;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Takes the head of a request (RFC 9112) into the array of its [Fields], reads it there, and
/// decides how its body is framed. One object serves many requests, one at a time.
final class RequestHead {
  /// [#bodyLength] of a chunked body.
  static final long CHUNKED = -1;

  private static final String PREFACE = "PRI * HTTP/2.0\r\n\r\n";
  private static final int METHOD_MOST = 64;
  private static final int VERSION_LENGTH = 8;

  private final Request request;
  private final Target target;
  private final HeadScanner scanner = new HeadScanner();
  private int length;
  private String method = "";
  private int targetFrom;
  private int targetTo;
  private long bodyLength;
  private boolean persistent;
  private boolean continues;

  RequestHead(Request request, Texts texts) {
    this.request = request;
    this.target = new Target(request, texts);
  }

  /// A new request begins.
  void begin() {
    scanner.reset();
    length = 0;
  }

  /// Finds where the head ends, see [HeadScanner#scan].
  int scan(ByteBuffer in) {
    return scanner.scan(in);
  }

  /// Takes the next piece of the head.
  void take(ByteBuffer in, int piece) {
    Fields fields = request.fields();
    byte[] bytes = length == 0 ? fields.open(piece) : fields.widen(length + piece);
    in.get(bytes, length, piece);
    length += piece;
  }

  /// How many bytes were taken.
  int length() {
    return length;
  }

  /// Whether all that came instead of a head was an empty line.
  boolean isBlankLine() {
    return length == 2 && Ascii.equals("\r\n", request.fields().array(), 0, 2);
  }

  /// Whether the head is the begin of the preface of HTTP/2.
  boolean isPreface() {
    return Ascii.equals(PREFACE, request.fields().array(), 0, length);
  }

  /// A copy of what was taken.
  byte[] bytes() {
    return Arrays.copyOf(request.fields().array(), length);
  }

  /// How many bytes of body follow, or [#CHUNKED].
  long bodyLength() {
    return bodyLength;
  }

  /// Whether the client wants to keep the connection.
  boolean persistent() {
    return persistent;
  }

  /// Whether the client waits for 100 (Continue).
  boolean continues() {
    return continues;
  }

  /// Reads the head, which was taken and ends in a line feed.
  ///
  /// @return why the request is refused, or null
  @Nullable Refusal parse(String scheme, ServerLimits limits) {
    Fields fields = request.fields();
    byte[] bytes = fields.array();
    int end = 0;
    while (bytes[end] != '\n') {
      end++;
    }
    Refusal refusal = requestLine(bytes, end, limits);
    if (refusal == null) {
      refusal = FieldParser.parse(fields, end + 1, length, limits.headFields());
    }
    if (refusal == null && length - end - 1 > limits.headBytes()) {
      refusal = Refusal.FIELDS_TOO_LARGE;
    }
    if (refusal == null) {
      refusal = target.read(method, targetFrom, targetTo, scheme);
    }
    return refusal == null ? framing(fields) : refusal;
  }

  /// Why a head of which more comes than was taken is refused.
  Refusal tooLarge(ServerLimits limits) {
    byte[] bytes = request.fields().array();
    int end = 0;
    while (end < length && bytes[end] != '\n') {
      end++;
    }
    if (end == length) {
      return Refusal.TARGET_TOO_LONG;
    }
    Refusal refusal = requestLine(bytes, end, limits);
    return refusal == null ? Refusal.FIELDS_TOO_LARGE : refusal;
  }

  private @Nullable Refusal requestLine(byte[] bytes, int feed, ServerLimits limits) {
    int space = 0;
    while (Ascii.isToken(bytes[space])) {
      space++;
    }
    if (space == 0 || space > METHOD_MOST || bytes[space] != ' ') {
      return space > METHOD_MOST ? Refusal.METHOD : Refusal.REQUEST_LINE;
    }
    method = Methods.of(bytes, 0, space);
    targetFrom = space + 1;
    int at = targetFrom;
    while (bytes[at] > 0x20 && bytes[at] != 0x7f && bytes[at] != '#') {
      at++;
    }
    targetTo = at;
    if (at - targetFrom > limits.targetBytes()) {
      return Refusal.TARGET_TOO_LONG;
    }
    if (bytes[at] != ' ' || at == targetFrom) {
      return at > targetFrom && bytes[at] != '\r' ? Refusal.TARGET_CHARACTER : Refusal.REQUEST_LINE;
    }
    if (feed < 1 || bytes[feed - 1] != '\r') {
      return Refusal.LINE_END;
    }
    return version(bytes, at + 1, feed - 1);
  }

  private @Nullable Refusal version(byte[] bytes, int from, int to) {
    if (to - from != VERSION_LENGTH
        || !Ascii.equals("HTTP/", bytes, from, 5)
        || !isDigit(bytes[from + 5])
        || bytes[from + 6] != '.'
        || !isDigit(bytes[from + 7])) {
      return isOfHttp(bytes, from, to) ? Refusal.VERSION_FORM : Refusal.NO_HTTP;
    }
    if (bytes[from + 5] != '1') {
      return Refusal.VERSION;
    }
    request.version(bytes[from + 7] == '0' ? Version.HTTP_1_0 : Version.HTTP_1_1);
    return null;
  }

  /// Whether anything behind the method looks like HTTP/1, or there are more than three words.
  private boolean isOfHttp(byte[] bytes, int versionFrom, int to) {
    byte first = bytes[targetFrom];
    boolean of = Ascii.lower(bytes[versionFrom]) == 'h' || first == '/' || first == '*';
    for (int i = targetFrom; i < targetTo && !of; i++) {
      of = bytes[i] == ':';
    }
    for (int i = versionFrom; i < to && !of; i++) {
      of = bytes[i] == ' ';
    }
    return of;
  }

  private static boolean isDigit(byte each) {
    return each >= '0' && each <= '9';
  }

  private @Nullable Refusal framing(Fields fields) {
    boolean old = request.version() == Version.HTTP_1_0;
    Refusal refusal = bodyFraming(fields, old);
    if (refusal == null) {
      refusal = connection(fields, old);
    }
    if (refusal == null) {
      refusal = expectation(fields, old);
    }
    return refusal == null ? upgrade(fields, old) : refusal;
  }

  private @Nullable Refusal bodyFraming(Fields fields, boolean old) {
    int length = fields.find(FieldName.CONTENT_LENGTH);
    int coding = fields.find(FieldName.TRANSFER_ENCODING);
    if (coding >= 0) {
      bodyLength = CHUNKED;
      return coding(fields, coding, length >= 0, old);
    }
    if (length < 0) {
      bodyLength = 0;
      return null;
    }
    if (fields.find(FieldName.CONTENT_LENGTH, length + 1) >= 0) {
      return Refusal.LENGTH_TWICE;
    }
    int from = fields.valueOffset(length);
    bodyLength = Digits.parse(fields.array(), from, from + fields.valueLength(length));
    return bodyLength < 0 ? Refusal.LENGTH : null;
  }

  private static @Nullable Refusal coding(Fields fields, int coding, boolean length, boolean old) {
    if (old) {
      return Refusal.CODING_IN_OLD_VERSION;
    }
    if (length) {
      return Refusal.LENGTH_AND_CODING;
    }
    if (fields.find(FieldName.TRANSFER_ENCODING, coding + 1) >= 0) {
      return Refusal.CODING_TWICE;
    }
    if (fields.valueIs(coding, "chunked")) {
      return null;
    }
    return fields.hasToken(FieldName.TRANSFER_ENCODING, "chunked")
        ? Refusal.CODING_TWICE
        : Refusal.CODING;
  }

  private @Nullable Refusal connection(Fields fields, boolean old) {
    persistent = !old;
    int at = fields.find(FieldName.CONNECTION);
    if (at < 0) {
      return null;
    }
    if (fields.hasToken(FieldName.CONNECTION, "close")) {
      persistent = false;
    } else if (old) {
      persistent = fields.hasToken(FieldName.CONNECTION, "keep-alive");
    }
    return null;
  }

  private @Nullable Refusal expectation(Fields fields, boolean old) {
    continues = false;
    int at = fields.find(FieldName.EXPECT);
    if (at < 0 || old) {
      return null;
    }
    if (fields.find(FieldName.EXPECT, at + 1) >= 0) {
      return Refusal.EXPECTATION_FORM;
    }
    if (!fields.valueIs(at, "100-continue")) {
      boolean disguised = Ascii.lower(fields.value(at)).contains("100-continue");
      return disguised ? Refusal.EXPECTATION_FORM : Refusal.EXPECTATION;
    }
    continues = bodyLength != 0;
    return null;
  }

  /// Upgrade counts in HTTP/1.1 when Connection names it. One to h2c is never done, so a body is no
  /// danger there, and clients send both.
  private @Nullable Refusal upgrade(Fields fields, boolean old) {
    request.protocol(null);
    int at = fields.find(FieldName.UPGRADE);
    boolean asks = at >= 0 && !old && fields.hasToken(FieldName.CONNECTION, "upgrade");
    if (asks && !fields.valueIs(at, "h2c") && fields.valueLength(at) > 0) {
      String protocol = fields.value(at);
      if (!Ascii.isToken(protocol.replace("/", ""))) {
        return Refusal.CONNECTION_FORM;
      }
      request.protocol(protocol);
    }
    boolean tunnels = request.protocol() != null || request.isConnect();
    return tunnels && bodyLength != 0 ? Refusal.UPGRADE_WITH_BODY : null;
  }
}
