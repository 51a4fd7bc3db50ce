package dev.varve.http.h1;

import dev.varve.http.Ascii;
import dev.varve.http.Digits;
import dev.varve.http.FieldName;
import dev.varve.http.Fields;
import dev.varve.http.Response;
import dev.varve.http.Version;
import org.jspecify.annotations.Nullable;

/// Reads the head of a response that lies in the array of its [Fields], and decides how its body is
/// framed. What is ambiguous is refused, never guessed.
final class ResponseHead {
  /// [#bodyLength] of a body that ends with the connection.
  static final long UNTIL_CLOSE = -2;

  private static final int STATUS_FROM = 9;
  private static final int REASON_FROM = 12;

  private final Response response;
  private long bodyLength;
  private boolean persistent;

  ResponseHead(Response response) {
    this.response = response;
  }

  /// How many bytes of body follow, [RequestHead#CHUNKED] or [#UNTIL_CLOSE].
  long bodyLength() {
    return bodyLength;
  }

  /// Whether the connection can be used again.
  boolean persistent() {
    return persistent;
  }

  /// Reads the head, which is the first `length` bytes and ends in a line feed.
  ///
  /// @param toHead whether it answers HEAD
  /// @return why the response is refused, or null
  @Nullable Refusal parse(int length, int mostFields, boolean toHead) {
    Fields fields = response.fields();
    byte[] bytes = fields.array();
    int end = 0;
    while (bytes[end] != '\n') {
      end++;
    }
    Refusal refusal = statusLine(bytes, end);
    if (refusal == null) {
      refusal = FieldParser.parse(fields, end + 1, length, mostFields);
    }
    return refusal == null ? framing(fields, toHead) : refusal;
  }

  private @Nullable Refusal statusLine(byte[] bytes, int feed) {
    int end = feed - 1;
    if (end < REASON_FROM || bytes[end] != '\r' || !isVersion(bytes)) {
      return Refusal.STATUS_LINE;
    }
    long status = Digits.parse(bytes, STATUS_FROM, REASON_FROM);
    if (status < 100 || status > 599 || (end > REASON_FROM && bytes[REASON_FROM] != ' ')) {
      return Refusal.STATUS_LINE;
    }
    for (int i = REASON_FROM; i < end; i++) {
      if ((bytes[i] >= 0 && bytes[i] < 0x20 && bytes[i] != '\t') || bytes[i] == 0x7f) {
        return Refusal.STATUS_LINE;
      }
    }
    response.status((int) status);
    response.version(bytes[7] == '0' ? Version.HTTP_1_0 : Version.HTTP_1_1);
    return null;
  }

  private static boolean isVersion(byte[] bytes) {
    return Ascii.equals("HTTP/1.", bytes, 0, 7)
        && bytes[7] >= '0'
        && bytes[7] <= '9'
        && bytes[8] == ' ';
  }

  private @Nullable Refusal framing(Fields fields, boolean toHead) {
    boolean old = response.version() == Version.HTTP_1_0;
    persistent =
        old
            ? fields.hasToken(FieldName.CONNECTION, "keep-alive")
            : !fields.hasToken(FieldName.CONNECTION, "close");
    int length = fields.find(FieldName.CONTENT_LENGTH);
    int coding = fields.find(FieldName.TRANSFER_ENCODING);
    bodyLength = UNTIL_CLOSE;
    Refusal refusal = null;
    if (length >= 0) {
      refusal = length(fields, length, coding >= 0);
    } else if (coding >= 0) {
      refusal = coding(fields, coding, old);
    }
    int status = response.status();
    boolean never = status < 200 || status == 204;
    if (refusal == null && never && (bodyLength > 0 || bodyLength == RequestHead.CHUNKED)) {
      refusal = Refusal.BODY_WHERE_NONE_MAY_BE;
    }
    if (toHead || never || status == 304) {
      bodyLength = 0;
    }
    persistent &= bodyLength != UNTIL_CLOSE;
    return refusal;
  }

  private @Nullable Refusal length(Fields fields, int place, boolean coded) {
    if (coded) {
      return Refusal.LENGTH_AND_CODING;
    }
    if (fields.find(FieldName.CONTENT_LENGTH, place + 1) >= 0) {
      return Refusal.LENGTH_TWICE;
    }
    int from = fields.valueOffset(place);
    bodyLength = Digits.parse(fields.array(), from, from + fields.valueLength(place));
    return bodyLength < 0 ? Refusal.LENGTH : null;
  }

  private @Nullable Refusal coding(Fields fields, int place, boolean old) {
    if (old) {
      return Refusal.CODING_IN_OLD_VERSION;
    }
    if (fields.find(FieldName.TRANSFER_ENCODING, place + 1) >= 0) {
      return Refusal.CODING_TWICE;
    }
    bodyLength = RequestHead.CHUNKED;
    return fields.valueIs(place, "chunked") ? null : Refusal.CODING;
  }
}
