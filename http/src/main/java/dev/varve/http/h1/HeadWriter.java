package dev.varve.http.h1;

import dev.varve.http.FieldName;
import dev.varve.http.Fields;
import dev.varve.http.Request;
import dev.varve.http.Response;
import dev.varve.http.net.Scratch;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// Writes heads. Fields that frame a message or concern one connection only are left out: the
/// connection writes its own.
final class HeadWriter {
  private static final FieldName[] OURS = {
    FieldName.CONTENT_LENGTH,
    FieldName.TRANSFER_ENCODING,
    FieldName.CONNECTION,
    FieldName.KEEP_ALIVE,
    FieldName.PROXY_CONNECTION,
    FieldName.UPGRADE
  };
  private static final FieldName[] REQUEST_ONLY = {FieldName.HOST, FieldName.EXPECT};

  /// Of the names above and Date, so that most fields are told by a look at their number.
  private static final long SPECIAL = bits(OURS) | bits(REQUEST_ONLY) | bits(FieldName.DATE);

  private static final byte[] CRLF = bytes("\r\n");
  private static final byte[] DATE = bytes("date: ");
  private static final byte[] ALTERNATIVE = bytes("alt-svc: ");
  private static final byte[] LENGTH = bytes("content-length: ");
  private static final byte[] CHUNKED = bytes("transfer-encoding: chunked\r\n");
  private static final byte[] CLOSE = bytes("connection: close\r\n");
  private static final byte[] KEEP = bytes("connection: keep-alive\r\n");
  private static final byte[] UPGRADE = bytes("connection: upgrade\r\nupgrade: ");
  private static final byte[] HOST = bytes("host: ");
  private static final byte[] VERSION = bytes(" HTTP/1.1\r\n");
  private static final byte[] CONTINUE = bytes("HTTP/1.1 100 Continue\r\n\r\n");
  private static final byte[] SPACE = bytes(" ");
  private static final byte[] SEPARATOR = bytes(": ");
  private static final byte[] @Nullable [] STATUS_LINES = new byte[600] @Nullable [];

  private HeadWriter() {}

  static void statusLine(Scratch out, int status) {
    byte[] line = STATUS_LINES[status];
    if (line == null) {
      line = bytes("HTTP/1.1 " + status + " " + Response.reason(status) + "\r\n");
      STATUS_LINES[status] = line;
    }
    out.put(line);
  }

  static void requestLine(Scratch out, Request request) {
    out.put(request.method());
    out.put(SPACE);
    out.put(request.target());
    out.put(VERSION);
    out.put(HOST);
    out.put(request.authority());
    out.put(CRLF);
  }

  /// Writes the fields of a response; says whether Date was among them.
  static boolean responseFields(Scratch out, Fields fields) {
    return fields(out, fields, false);
  }

  /// Writes the fields of a request, without Host and Expect.
  static void requestFields(Scratch out, Fields fields) {
    fields(out, fields, true);
  }

  private static boolean fields(Scratch out, Fields fields, boolean request) {
    boolean dated = false;
    int from = 0;
    int to = 0;
    for (int i = 0; i < fields.size(); i++) {
      if (isSpecial(fields, i)) {
        if (isOneOf(OURS, fields, i) || (request && isOneOf(REQUEST_ONLY, fields, i))) {
          continue;
        }
        dated |= fields.nameIs(i, FieldName.DATE);
      }
      int start = fields.nameOffset(i);
      boolean line = fields.isLine(i);
      if (start != to || !line) {
        out.put(fields.array(), from, to - from);
        from = start;
        to = start;
      }
      if (line) {
        to = fields.valueOffset(i) + fields.valueLength(i) + 2;
      } else {
        line(out, fields, i);
      }
    }
    out.put(fields.array(), from, to - from);
    return dated;
  }

  static void trailers(Scratch out, Fields fields) {
    for (int i = 0; i < fields.size(); i++) {
      if (!isOneOf(OURS, fields, i)) {
        line(out, fields, i);
      }
    }
  }

  private static void line(Scratch out, Fields fields, int place) {
    out.put(fields.array(), fields.nameOffset(place), fields.nameLength(place));
    out.put(SEPARATOR);
    out.put(fields.array(), fields.valueOffset(place), fields.valueLength(place));
    out.put(CRLF);
  }

  static void date(Scratch out, byte[] date) {
    out.put(DATE);
    out.put(date);
    out.put(CRLF);
  }

  static void alternative(Scratch out, byte[] value) {
    out.put(ALTERNATIVE);
    out.put(value);
    out.put(CRLF);
  }

  static void length(Scratch out, long length) {
    out.put(LENGTH);
    out.put(length);
    out.put(CRLF);
  }

  static void chunked(Scratch out) {
    out.put(CHUNKED);
  }

  static void close(Scratch out) {
    out.put(CLOSE);
  }

  static void keepAlive(Scratch out) {
    out.put(KEEP);
  }

  static void upgrade(Scratch out, String protocol) {
    out.put(UPGRADE);
    out.put(protocol);
    out.put(CRLF);
  }

  static void end(Scratch out) {
    out.put(CRLF);
  }

  static void proceed(Outbox out) {
    out.put(CONTINUE);
  }

  private static boolean isSpecial(Fields fields, int place) {
    return (SPECIAL >>> fields.nameHash(place) & 1) != 0;
  }

  private static boolean isOneOf(FieldName[] names, Fields fields, int place) {
    for (FieldName each : names) {
      if (fields.nameIs(place, each)) {
        return true;
      }
    }
    return false;
  }

  private static long bits(FieldName... names) {
    long bits = 0;
    for (FieldName each : names) {
      bits |= 1L << (each.hash() & 63);
    }
    return bits;
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }
}
