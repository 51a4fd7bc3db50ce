package dev.varve.http.h1;

import dev.varve.http.Ascii;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/// The chunked coding (RFC 9112, 7.1) without its data and trailers: reads sizes, drops extensions
/// and checks the ends of chunks, one byte at a time, over any number of buffers.
///
/// ```text
/// chunk     = size [ extension ] CR LF data CR LF
/// size      = 1*16HEXDIG
/// extension = 1*( ";" token [ "=" ( token / quoted ) ] ), at most 4 KiB in a whole body
/// last      = 1*16"0" [ extension ] CR LF    then trailers, which are read elsewhere
/// ```
final class ChunkDecoder {
  /// Where a decoder stands.
  enum State {
    /// Before the first digit of a size.
    START,
    /// Within a size.
    SIZE,
    /// Within an extension, outside quotes.
    EXTENSION,
    /// Within a quoted string of an extension.
    QUOTED,
    /// Behind a backslash in a quoted string.
    ESCAPED,
    /// Behind the CR of a size line.
    SIZE_END,
    /// Within data: [ChunkDecoder#left] bytes are to be taken by others.
    DATA,
    /// Before the CR that ends data.
    DATA_END,
    /// Before the LF that ends data.
    DATA_FEED,
    /// Behind the last size line: trailers follow.
    TRAILERS
  }

  private static final int DIGITS_MOST = 16;
  private static final int EXTENSION_BYTES_MOST = 4096;

  private State state = State.START;
  private long left;
  private int digits;
  private int extensionBytes;
  private boolean expectsName;

  void reset() {
    state = State.START;
    left = 0;
    digits = 0;
    extensionBytes = 0;
  }

  State state() {
    return state;
  }

  /// Bytes of data in this chunk that nobody took yet.
  long left() {
    return left;
  }

  /// So many bytes of data were taken.
  void taken(int bytes) {
    left -= bytes;
    if (left == 0) {
      state = State.DATA_END;
    }
  }

  /// Reads up to the next data, the trailers or the end of the buffer.
  ///
  /// @return why the body is refused, or null
  @Nullable Refusal advance(ByteBuffer in) {
    while (in.hasRemaining() && state != State.DATA && state != State.TRAILERS) {
      Refusal refusal = step(in.get());
      if (refusal != null) {
        return refusal;
      }
    }
    return null;
  }

  private @Nullable Refusal step(byte each) {
    return switch (state) {
      case START, SIZE -> size(each);
      case EXTENSION -> extension(each);
      case QUOTED -> quoted(each);
      case ESCAPED -> escaped(each);
      case SIZE_END -> sizeEnd(each);
      case DATA_END -> to(State.DATA_FEED, each == '\r', Refusal.CHUNK_END);
      case DATA_FEED -> dataFeed(each);
      case DATA, TRAILERS -> throw new IllegalStateException("nothing to read in " + state);
    };
  }

  private @Nullable Refusal size(byte each) {
    int digit = Character.digit(each, 16);
    if (digit >= 0 && each > 0) {
      state = State.SIZE;
      left = left << 4 | digit;
      boolean fits = ++digits <= DIGITS_MOST && left >= 0;
      return fits ? null : Refusal.CHUNK_SIZE;
    }
    if (state == State.START) {
      return Refusal.CHUNK_SIZE;
    }
    if (each == ';') {
      expectsName = true;
      return to(State.EXTENSION, true, Refusal.CHUNK_EXTENSION);
    }
    return to(State.SIZE_END, each == '\r', Refusal.CHUNK_SIZE);
  }

  private @Nullable Refusal extension(byte each) {
    if (++extensionBytes > EXTENSION_BYTES_MOST) {
      return Refusal.CHUNK_EXTENSIONS_TOO_LONG;
    }
    if (expectsName) {
      expectsName = each == ' ' || each == '\t';
      return expectsName || Ascii.isToken(each) ? null : Refusal.CHUNK_EXTENSION;
    }
    if (each == '\r') {
      return to(State.SIZE_END, true, Refusal.CHUNK_EXTENSION);
    }
    if (each == '"') {
      return to(State.QUOTED, true, Refusal.CHUNK_EXTENSION);
    }
    expectsName = each == ';';
    return isText(each) ? null : Refusal.CHUNK_EXTENSION;
  }

  private @Nullable Refusal quoted(byte each) {
    if (++extensionBytes > EXTENSION_BYTES_MOST) {
      return Refusal.CHUNK_EXTENSIONS_TOO_LONG;
    }
    if (each == '"') {
      state = State.EXTENSION;
    } else if (each == '\\') {
      state = State.ESCAPED;
    }
    return isText(each) ? null : Refusal.CHUNK_EXTENSION;
  }

  private @Nullable Refusal escaped(byte each) {
    extensionBytes++;
    return to(State.QUOTED, isText(each), Refusal.CHUNK_EXTENSION);
  }

  private @Nullable Refusal sizeEnd(byte each) {
    return to(left == 0 ? State.TRAILERS : State.DATA, each == '\n', Refusal.LINE_END);
  }

  private @Nullable Refusal dataFeed(byte each) {
    digits = 0;
    return to(State.START, each == '\n', Refusal.CHUNK_END);
  }

  private @Nullable Refusal to(State next, boolean allowed, Refusal otherwise) {
    state = next;
    return allowed ? null : otherwise;
  }

  private static boolean isText(byte each) {
    return each == '\t' || (each >= 0x20 && each != 0x7f) || each < 0;
  }
}
