package dev.varve.http.compress;

import com.aayushatharva.brotli4j.Brotli4jLoader;
import com.aayushatharva.brotli4j.decoder.DecoderJNI;
import com.aayushatharva.brotli4j.encoder.Encoder;
import com.aayushatharva.brotli4j.encoder.EncoderJNI;
import com.aayushatharva.brotli4j.encoder.EncoderJNI.Operation;
import dev.varve.base.LateLogger;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/// `br` (RFC 7932).
final class Brotli {
  static final boolean AVAILABLE = load();

  private static final int LEVEL = 4;
  private static final int WINDOW_LOG = 20;
  private static final int BUFFER = 16 * 1024;

  private Brotli() {}

  static Transform encoder(int level) {
    return new Encoding(level < 0 ? LEVEL : level);
  }

  static Transform decoder() {
    return new Decoding();
  }

  private static boolean load() {
    if (Brotli4jLoader.isAvailable()) {
      return true;
    }
    LateLogger.of(Brotli.class)
        .log(
            System.Logger.Level.INFO,
            "br is not available: " + Brotli4jLoader.getUnavailabilityCause());
    return false;
  }

  /// Moves what fits.
  private static void move(ByteBuffer from, ByteBuffer to) {
    int count = Math.min(from.remaining(), to.remaining());
    int limit = from.limit();
    to.put(from.limit(from.position() + count));
    from.limit(limit);
  }

  private static final class Encoding implements Transform {
    private final EncoderJNI.Wrapper codec;
    private @Nullable ByteBuffer made;

    Encoding(int level) {
      try {
        codec = new EncoderJNI.Wrapper(BUFFER, level, WINDOW_LOG, Encoder.Mode.GENERIC);
      } catch (IOException cause) {
        throw new UncheckedIOException(cause);
      }
    }

    @Override
    public boolean step(ByteBuffer in, ByteBuffer out, Mode mode) throws CodingException {
      if (drain(out)) {
        return true;
      }
      if (in.hasRemaining()) {
        ByteBuffer input = codec.getInputBuffer().clear();
        move(in, input);
        push(Operation.PROCESS, input.position());
      } else if (mode == Mode.FLUSH) {
        push(Operation.FLUSH, 0);
      } else if (mode == Mode.FINISH && !codec.isFinished()) {
        push(Operation.FINISH, 0);
      }
      boolean full = drain(out);
      return full || (in.hasRemaining() || (mode == Mode.FINISH && !codec.isFinished()));
    }

    private void push(Operation operation, int length) throws CodingException {
      codec.push(operation, length);
      if (!codec.isSuccess()) {
        throw new CodingException("brotli refuses to compress");
      }
    }

    /// Hands out what was made; true when some of it is left.
    private boolean drain(ByteBuffer out) {
      while (made != null || codec.hasMoreOutput()) {
        if (made == null) {
          made = codec.pull();
        }
        move(made, out);
        if (made.hasRemaining()) {
          return true;
        }
        made = null;
      }
      return false;
    }

    @Override
    public void close() {
      codec.destroy();
    }
  }

  private static final class Decoding implements Transform {
    private final DecoderJNI.Wrapper codec;
    private @Nullable ByteBuffer made;

    Decoding() {
      try {
        codec = new DecoderJNI.Wrapper(BUFFER);
      } catch (IOException cause) {
        throw new UncheckedIOException(cause);
      }
    }

    @Override
    public boolean step(ByteBuffer in, ByteBuffer out, Mode mode) throws CodingException {
      if (drain(out)) {
        return true;
      }
      switch (codec.getStatus()) {
        case ERROR -> throw new CodingException("bytes are not brotli");
        case DONE -> {
          if (in.hasRemaining()) {
            throw new CodingException("bytes behind the end of brotli");
          }
        }
        case OK, NEEDS_MORE_OUTPUT -> codec.push(0);
        case NEEDS_MORE_INPUT -> {
          if (in.hasRemaining()) {
            ByteBuffer input = codec.getInputBuffer().clear();
            move(in, input);
            codec.push(input.position());
          } else if (mode == Mode.FINISH) {
            throw new CodingException("brotli is cut short");
          }
        }
      }
      return drain(out) || isBusy(in);
    }

    private boolean isBusy(ByteBuffer in) {
      return switch (codec.getStatus()) {
        case OK, NEEDS_MORE_OUTPUT, ERROR -> true;
        case NEEDS_MORE_INPUT, DONE -> in.hasRemaining();
      };
    }

    private boolean drain(ByteBuffer out) {
      while (made != null || codec.hasOutput()) {
        if (made == null) {
          made = codec.pull();
        }
        move(made, out);
        if (made.hasRemaining()) {
          return true;
        }
        made = null;
      }
      return false;
    }

    @Override
    public void close() {
      codec.destroy();
    }
  }
}
