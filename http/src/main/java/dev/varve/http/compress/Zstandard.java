package dev.varve.http.compress;

import com.github.luben.zstd.EndDirective;
import com.github.luben.zstd.ZstdCompressCtx;
import com.github.luben.zstd.ZstdDecompressCtx;
import com.github.luben.zstd.ZstdException;
import dev.varve.base.LateLogger;
import java.nio.ByteBuffer;

/// `zstd` (RFC 8878), with windows of at most 8 MiB both ways (RFC 9659).
final class Zstandard {
  static final boolean AVAILABLE = load();

  private static final int LEVEL = 3;
  private static final int WINDOW_LOG = 20;

  private Zstandard() {}

  static Transform encoder(int level) {
    return new Encoder(level);
  }

  static Transform decoder() {
    return new Decoder();
  }

  private static boolean load() {
    try (var probe = new ZstdCompressCtx()) {
      probe.setLevel(LEVEL);
      return true;
    } catch (LinkageError missing) {
      LateLogger.of(Zstandard.class)
          .log(System.Logger.Level.INFO, "zstd is not available: " + missing.getMessage());
      return false;
    }
  }

  private static final class Encoder implements Transform {
    private final ZstdCompressCtx context = new ZstdCompressCtx();

    Encoder(int level) {
      context.setLevel(level < 0 ? LEVEL : level);
      context.setWindowLog(WINDOW_LOG);
    }

    @Override
    public boolean step(ByteBuffer in, ByteBuffer out, Mode mode) {
      EndDirective directive =
          switch (mode) {
            case RUN -> EndDirective.CONTINUE;
            case FLUSH -> EndDirective.FLUSH;
            case FINISH -> EndDirective.END;
          };
      boolean done = context.compressDirectByteBufferStream(out, in, directive);
      return mode == Mode.RUN ? !out.hasRemaining() : !done;
    }

    @Override
    public void close() {
      context.close();
    }
  }

  private static final class Decoder implements Transform {
    private final ZstdDecompressCtx context = new ZstdDecompressCtx();
    private final ZstdFrameHead head = new ZstdFrameHead();
    private final ByteBuffer headBytes = ByteBuffer.allocateDirect(ZstdFrameHead.LENGTH_MAX);
    private boolean inFrame;
    private boolean whole;

    Decoder() {
      headBytes.limit(0);
    }

    @Override
    public boolean step(ByteBuffer in, ByteBuffer out, Mode mode) throws CodingException {
      if (!inFrame && in.hasRemaining() && head.read(in)) {
        // What the head says was checked; now the library gets to see it.
        inFrame = true;
        head.copy(headBytes.clear());
        headBytes.flip();
      }
      if (inFrame && headBytes.hasRemaining()) {
        decompress(headBytes, out);
      }
      if (inFrame && !headBytes.hasRemaining()) {
        decompress(in, out);
      }
      boolean more = !out.hasRemaining() || (!inFrame && in.hasRemaining());
      if (mode == Mode.FINISH
          && !more
          && !in.hasRemaining()
          && (inFrame || !whole || head.isBegun())) {
        throw new CodingException("zstd is cut short");
      }
      return more;
    }

    private void decompress(ByteBuffer in, ByteBuffer out) throws CodingException {
      try {
        if (context.decompressDirectByteBufferStream(out, in)) {
          inFrame = false;
          whole = true;
          head.clear();
        }
      } catch (ZstdException _) {
        throw new CodingException("bytes are not zstd");
      }
    }

    @Override
    public void close() {
      context.close();
    }
  }
}
