package dev.varve.edge.fastcgi;

import dev.varve.http.FieldName;
import dev.varve.http.Fields;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// The head of a script's answer (RFC 3875, 6): fields up to an empty line, Status among them.
/// Lines end with LF or CR LF, as scripts write them.
final class CgiHead {
  private static final int BYTES_MAX = 64 * 1024;

  private final Fields fields = new Fields();
  private final StringBuilder line = new StringBuilder();
  private int bytes;
  private int status = 200;
  private boolean complete;

  /// Takes bytes up to the end of the head; what follows is the body and stays in the buffer.
  ///
  /// @throws IllegalArgumentException when it is no head, or too large
  void read(ByteBuffer piece) {
    while (!complete && piece.hasRemaining()) {
      if (++bytes > BYTES_MAX) {
        throw new IllegalArgumentException("head must be at most 64KiB, but is larger");
      }
      char each = (char) (piece.get() & 0xFF);
      if (each != '\n') {
        line.append(each);
      } else {
        endLine();
      }
    }
  }

  boolean isComplete() {
    return complete;
  }

  int status() {
    return status;
  }

  Fields fields() {
    return fields;
  }

  private void endLine() {
    int length = line.length();
    if (length > 0 && line.charAt(length - 1) == '\r') {
      line.setLength(length - 1);
    }
    String text = line.toString();
    line.setLength(0);
    if (text.isEmpty()) {
      complete = true;
    } else {
      field(text);
    }
  }

  private void field(String text) {
    int colon = text.indexOf(':');
    if (colon < 1) {
      throw new IllegalArgumentException("head must have a colon in every line");
    }
    String name = text.substring(0, colon);
    String value = text.substring(colon + 1).strip();
    switch (name.toLowerCase(Locale.ROOT)) {
      case "status" -> status = status(value);
      case "location" -> {
        status = status == 200 ? 302 : status;
        fields.add(FieldName.LOCATION, value);
      }
      case "connection", "keep-alive", "transfer-encoding", "upgrade" -> {
        // The connection is the edge's affair.
      }
      default -> fields.add(name, value);
    }
  }

  private static int status(String value) {
    @Nullable String digits = value.length() < 3 ? null : value.substring(0, 3);
    if (digits == null || !digits.chars().allMatch(each -> each >= '0' && each <= '9')) {
      throw new IllegalArgumentException("status must be a number, but is '" + value + "'");
    }
    int status = Integer.parseInt(digits);
    if (status < 200 || status > 599) {
      throw new IllegalArgumentException("status must be from 200 to 599, but is " + status);
    }
    return status;
  }

  /// What the head says about the length of the body, or -1.
  long length() {
    String length = fields.value(FieldName.CONTENT_LENGTH);
    try {
      return length == null ? -1 : Long.parseLong(length);
    } catch (NumberFormatException _) {
      return -1;
    }
  }

  /// The bytes of a text, for tests and constants.
  static ByteBuffer bytes(String text) {
    return ByteBuffer.wrap(text.getBytes(StandardCharsets.ISO_8859_1));
  }
}
