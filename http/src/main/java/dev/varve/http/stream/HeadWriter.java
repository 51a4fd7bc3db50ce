package dev.varve.http.stream;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.varve.http.Ascii;
import dev.varve.http.Digits;
import dev.varve.http.FieldName;
import dev.varve.http.Fields;
import dev.varve.http.Request;
import dev.varve.http.hpack.FieldKind;
import dev.varve.http.hpack.FieldSink;

/// Writes the heads of messages by RFC 9113 section 8: names in lower case, no fields about one
/// connection, and Content-Length as the body is. Values were checked when they entered [Fields].
public final class HeadWriter {
  /// The body's length is not known, or must not be said.
  public static final long NO_LENGTH = -1;

  private static final byte[] STATUS = ascii(":status");
  private static final String CONNECT = "CONNECT";
  private static final byte[] METHOD = ascii(":method");
  private static final byte[] SCHEME = ascii(":scheme");
  private static final byte[] AUTHORITY = ascii(":authority");
  private static final byte[] PATH = ascii(":path");
  private static final byte[] PROTOCOL = ascii(":protocol");
  private static final int STATUS_HASH = Ascii.hash(STATUS, 0, STATUS.length);
  private static final int DATE_HASH = FieldName.DATE.hash();
  private static final int LENGTH_DIGITS = 20;

  private final byte[] digits = new byte[LENGTH_DIGITS];
  private byte[] text = new byte[256];

  /// @param length of the body; with [#NO_LENGTH] a Content-Length among the fields is left out,
  ///   unless `keepLength` says that it tells of a body which is not sent
  public void response(
      FieldSink encoder, int status, Fields fields, long length, boolean keepLength) {
    int end = Digits.write(digits, 0, status);
    encoder.name(STATUS, 0, STATUS.length, STATUS_HASH);
    encoder.value(digits, 0, end);
    if (length != NO_LENGTH) {
      length(encoder, length);
    }
    fields(encoder, fields, length == NO_LENGTH && keepLength);
  }

  /// The Date field, as the loop keeps it.
  public static void date(FieldSink encoder, byte[] date) {
    byte[] name = FieldName.DATE.bytes();
    encoder.name(name, 0, name.length, DATE_HASH);
    encoder.value(date, 0, date.length);
  }

  /// The Alt-Svc field.
  public static void alternative(FieldSink encoder, byte[] value) {
    byte[] name = FieldName.ALT_SVC.bytes();
    encoder.name(name, 0, name.length, FieldName.ALT_SVC.hash());
    encoder.value(value, 0, value.length);
  }

  /// An upgrade of HTTP/1.1 is an extended CONNECT here (RFC 8441 section 4).
  public void request(FieldSink encoder, Request request, long length) {
    pseudo(encoder, METHOD, request.protocol() == null ? request.method() : CONNECT);
    if (!request.isConnect() || request.protocol() != null) {
      pseudo(encoder, SCHEME, request.scheme());
      pseudo(encoder, PATH, request.target());
    }
    pseudo(encoder, AUTHORITY, request.authority());
    String protocol = request.protocol();
    if (protocol != null) {
      pseudo(encoder, PROTOCOL, protocol);
    }
    if (length != NO_LENGTH) {
      length(encoder, length);
    }
    fields(encoder, request.fields(), false);
  }

  /// Trailers, without what may not stand in them.
  public void trailers(FieldSink encoder, Fields trailers) {
    fields(encoder, trailers, false);
  }

  private void fields(FieldSink encoder, Fields fields, boolean keepLength) {
    byte[] bytes = fields.array();
    for (int i = 0; i < fields.size(); i++) {
      int from = fields.nameOffset(i);
      int length = fields.nameLength(i);
      if (!isSent(FieldKind.of(bytes, from, length), fields, i, keepLength)) {
        continue;
      }
      name(encoder, bytes, from, length, fields.nameHash(i));
      encoder.value(bytes, fields.valueOffset(i), fields.valueLength(i));
    }
  }

  private static boolean isSent(FieldKind kind, Fields fields, int place, boolean keepLength) {
    return switch (kind) {
      case FORBIDDEN, HOST -> false;
      case CONTENT_LENGTH -> keepLength;
      case TE -> fields.valueIs(place, "trailers");
      case REGULAR, COOKIE -> true;
      case METHOD, SCHEME, AUTHORITY, PATH, PROTOCOL, STATUS, UNKNOWN_PSEUDO -> false;
    };
  }

  private void name(FieldSink encoder, byte[] bytes, int from, int length, int hash) {
    for (int i = from; i < from + length; i++) {
      if (bytes[i] >= 'A' && bytes[i] <= 'Z') {
        lowered(encoder, bytes, from, length, hash);
        return;
      }
    }
    encoder.name(bytes, from, length, hash);
  }

  private void lowered(FieldSink encoder, byte[] bytes, int from, int length, int hash) {
    room(length);
    for (int i = 0; i < length; i++) {
      text[i] = (byte) Ascii.lower(bytes[from + i]);
    }
    encoder.name(text, 0, length, hash);
  }

  private void length(FieldSink encoder, long length) {
    byte[] name = FieldName.CONTENT_LENGTH.bytes();
    encoder.name(name, 0, name.length, FieldName.CONTENT_LENGTH.hash());
    encoder.value(digits, 0, Digits.write(digits, 0, length));
  }

  private void pseudo(FieldSink encoder, byte[] name, String value) {
    room(value.length());
    for (int i = 0; i < value.length(); i++) {
      text[i] = (byte) value.charAt(i);
    }
    encoder.name(name, 0, name.length, Ascii.hash(name, 0, name.length));
    encoder.value(text, 0, value.length());
  }

  private void room(int length) {
    if (text.length < length) {
      text = new byte[length * 2];
    }
  }

  private static byte[] ascii(String text) {
    return text.getBytes(ISO_8859_1);
  }
}
