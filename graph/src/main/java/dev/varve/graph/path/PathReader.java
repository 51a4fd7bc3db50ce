package dev.varve.graph.path;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The slow way of [CanonicalPath]: one segment after the other.
final class PathReader {
  private final String raw;
  private final List<String> segments = new ArrayList<>();
  private @Nullable String refusal;

  PathReader(String raw) {
    this.raw = raw;
  }

  PathOutcome read() {
    if (!raw.startsWith("/")) {
      return new PathOutcome.Refused("the path must start with '/'");
    }
    int start = 1;
    boolean directory = false;
    while (start <= raw.length() && refusal == null) {
      int slash = raw.indexOf('/', start);
      int end = slash < 0 ? raw.length() : slash;
      directory = segment(decode(start, end));
      start = end + 1;
    }
    return refusal != null ? new PathOutcome.Refused(refusal) : joined(directory);
  }

  private PathOutcome joined(boolean directory) {
    var path = new StringBuilder(raw.length());
    for (String segment : segments) {
      path.append('/').append(segment);
    }
    if (directory || segments.isEmpty()) {
      path.append('/');
    }
    return new PathOutcome.Canonical(path.toString());
  }

  /// Takes one decoded segment; says whether the path would end in a slash if it ended here.
  private boolean segment(String segment) {
    if (segment.isEmpty() || segment.equals(".")) {
      return true;
    }
    if (segment.equals("..")) {
      climb();
      return true;
    }
    if (hidesDots(segment)) {
      refuse("the path hides a dot segment");
    }
    segments.add(segment);
    return false;
  }

  private void climb() {
    if (segments.isEmpty()) {
      refuse("the path climbs above its root");
    } else {
      segments.removeLast();
    }
  }

  /// Whether a next hop that drops `;` parameters or decodes `%2F` would see a dot segment.
  private static boolean hidesDots(String segment) {
    for (String piece : segment.split("%2F", -1)) {
      int semicolon = piece.indexOf(';');
      String name = semicolon < 0 ? piece : piece.substring(0, semicolon);
      boolean whole = piece.length() == segment.length() && semicolon < 0;
      if (!whole && (name.equals(".") || name.equals(".."))) {
        return true;
      }
    }
    return false;
  }

  private void refuse(String reason) {
    if (refusal == null) {
      refusal = reason;
    }
  }

  private String decode(int start, int end) {
    var out = new StringBuilder(end - start);
    for (int i = start; i < end; ) {
      char c = raw.charAt(i);
      if (c == '%') {
        i = encoded(i, end, out);
      } else {
        plain(c, out);
        i++;
      }
    }
    return out.toString();
  }

  private void plain(char c, StringBuilder out) {
    if (c < ' ' || c == 0x7f) {
      refuse("the path has a control character");
    } else if (c == '\\') {
      refuse("the path has a backslash");
    } else if (c == ' ') {
      refuse("the path has a space");
    }
    out.append(c);
  }

  /// Decodes a run of encodings, so that characters of several bytes come together.
  private int encoded(int from, int end, StringBuilder out) {
    var bytes = new byte[(end - from) / 3];
    int count = 0;
    int i = from;
    while (i < end && raw.charAt(i) == '%') {
      int value = i + 2 < end ? hex(raw.charAt(i + 1)) << 4 | hex(raw.charAt(i + 2)) : -1;
      if (value < 0) {
        refuse("the path has a broken encoding");
        return end;
      }
      bytes[count++] = (byte) value;
      i += 3;
    }
    decoded(bytes, count, i, end, out);
    return i;
  }

  private static int hex(char c) {
    return c < 0x80 ? Character.digit(c, 16) : -1;
  }

  private void decoded(byte[] bytes, int count, int next, int end, StringBuilder out) {
    for (int i = 0; i < count; ) {
      int value = bytes[i] & 255;
      if (value >= 0x80) {
        i += wide(bytes, i, count, out);
      } else {
        narrow((char) value, out);
        if (value == '%' && encodesAgain(bytes, i + 1, count, next, end)) {
          refuse("the path is encoded twice");
        }
        i++;
      }
    }
  }

  private void narrow(char c, StringBuilder out) {
    if (c < ' ' || c == 0x7f) {
      refuse("the path has an encoded control character");
    } else if (c == '\\') {
      refuse("the path has an encoded backslash");
    } else if (c == '/' || c == '%') {
      PathWriter.encode((byte) c, out);
    } else {
      out.append(c);
    }
  }

  /// Whether what follows an encoded percent sign would make another encoding of a character that
  /// matters for paths.
  private boolean encodesAgain(byte[] bytes, int at, int count, int next, int end) {
    var following = new StringBuilder(2);
    for (int i = at; i < count && following.length() < 2; i++) {
      following.append((char) (bytes[i] & 255));
    }
    for (int i = next; i < end && following.length() < 2; i++) {
      following.append(raw.charAt(i));
    }
    if (following.length() < 2) {
      return false;
    }
    int value = hex(following.charAt(0)) << 4 | hex(following.charAt(1));
    return value >= 0 && (value < ' ' || value == 0x7f || "./\\%;".indexOf(value) >= 0);
  }

  /// Appends the character of several bytes at `at`, or one byte in its encoding when there is
  /// none.
  private int wide(byte[] bytes, int at, int count, StringBuilder out) {
    int lead = bytes[at] & 255;
    if (lead == 0xc0 || lead == 0xc1 || lead > 0xf4) {
      refuse("the path has an impossible encoding");
    }
    int length = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : 2;
    if (lead >= 0xc2 && lead <= 0xf4 && at + length <= count) {
      try {
        out.append(
            StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .decode(ByteBuffer.wrap(bytes, at, length)));
        return length;
      } catch (CharacterCodingException _) {
        // Not a character: its first byte stays encoded, the rest is looked at anew.
        PathWriter.encode(bytes[at], out);
        return 1;
      }
    }
    PathWriter.encode(bytes[at], out);
    return 1;
  }
}
