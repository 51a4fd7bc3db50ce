package dev.varve.http.h1;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.varve.http.fuzz.Pieces;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Any bytes as a chunked body (RFC 9112, 7.1): what the decoder takes is what the grammar takes,
/// in whatever pieces it comes.
public final class ChunkFuzz {
  private static final int EXTENSIONS_MOST = 4096;
  private static final String NAME_BEGIN = "[!#$%&'*+\\-.^_`|~0-9A-Za-z]";
  private static final String WORD = "[\\t\\x20\\x21\\x23-\\x3a\\x3c-\\x7e\\x80-\\xff]";
  private static final String QUOTED =
      "\"(?:[\\t\\x20\\x21\\x23-\\x5b\\x5d-\\x7e\\x80-\\xff]|\\\\[\\t\\x20-\\x7e\\x80-\\xff])*+\"";
  private static final Pattern SIZE_LINE =
      Pattern.compile(
          "([0-9A-Fa-f]{1,16})((?:;[\\t ]*"
              + NAME_BEGIN
              + "(?:"
              + WORD
              + "|"
              + QUOTED
              + ")*+)*+)\r\n");

  private ChunkFuzz() {}

  /// Called by Jazzer.
  public static void fuzzerTestOneInput(byte[] input) {
    String whole = decode(Pieces.whole(input));
    Pieces.same(whole, decode(Pieces.torn(input)));
    String expected = byGrammar(new String(input, ISO_8859_1));
    if ((whole.endsWith(".") || expected.endsWith(".")) && !whole.equals(expected)) {
      throw new AssertionError("decoder: " + whole + "\ngrammar: " + expected);
    }
  }

  /// The data, and behind it `.` at the end of the body, `!` where it is refused, `?` where it goes
  /// on.
  private static String decode(List<ByteBuffer> pieces) {
    var decoder = new ChunkDecoder();
    var data = new StringBuilder();
    for (ByteBuffer in : pieces) {
      while (in.hasRemaining() && decoder.state() != ChunkDecoder.State.TRAILERS) {
        if (decoder.state() == ChunkDecoder.State.DATA) {
          int count = (int) Math.min(decoder.left(), in.remaining());
          data.append(ISO_8859_1.decode(in.slice(in.position(), count)));
          in.position(in.position() + count);
          decoder.taken(count);
        } else if (decoder.advance(in) != null) {
          return data.append('!').toString();
        }
      }
    }
    return data.append(decoder.state() == ChunkDecoder.State.TRAILERS ? '.' : '?').toString();
  }

  /// The same by the grammar; what is no body is `!`.
  private static String byGrammar(String input) {
    var data = new StringBuilder();
    Matcher line = SIZE_LINE.matcher(input);
    int at = 0;
    int extensions = 0;
    while (line.region(at, input.length()).lookingAt()) {
      long size = Long.parseUnsignedLong(line.group(1), 16);
      extensions += Math.max(0, line.group(2).length());
      at = line.end();
      if (size == 0 && extensions <= EXTENSIONS_MOST) {
        return data.append('.').toString();
      }
      if (size < 0 || size > input.length() - at - 2 || extensions > EXTENSIONS_MOST) {
        return "!";
      }
      data.append(input, at, at + (int) size);
      at += (int) size;
      if (!input.startsWith("\r\n", at)) {
        return "!";
      }
      at += 2;
    }
    return "!";
  }
}
