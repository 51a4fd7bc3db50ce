package dev.varve.http.compress;

import java.nio.ByteBuffer;
import java.util.zip.Deflater;

/// `deflate`: the zlib format (RFC 9110 section 8.4.1.2).
final class DeflateEncoder implements Transform {
  static final int LEVEL = 5;

  private final Deflater deflater;

  DeflateEncoder(int level) {
    deflater = new Deflater(level < 0 ? LEVEL : level, false);
  }

  @Override
  public boolean step(ByteBuffer in, ByteBuffer out, Mode mode) {
    return step(deflater, in, out, mode);
  }

  /// One step of a deflater, whatever is written around it.
  static boolean step(Deflater deflater, ByteBuffer in, ByteBuffer out, Mode mode) {
    deflater.setInput(in);
    int flush = Deflater.NO_FLUSH;
    switch (mode) {
      case RUN -> {}
      case FLUSH -> flush = Deflater.SYNC_FLUSH;
      case FINISH -> deflater.finish();
    }
    deflater.deflate(out, flush);
    return mode == Mode.FINISH ? !deflater.finished() : !out.hasRemaining();
  }

  @Override
  public void close() {
    deflater.end();
  }
}
