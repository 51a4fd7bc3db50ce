package dev.varve.http.compress;

import java.nio.ByteBuffer;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/// Reads `deflate`: the zlib format and nothing else.
final class DeflateDecoder implements Transform {
  private final Inflater inflater = new Inflater(false);

  @Override
  public boolean step(ByteBuffer in, ByteBuffer out, Mode mode) throws CodingException {
    if (inflater.finished()) {
      if (in.hasRemaining()) {
        throw new CodingException("bytes behind the end of deflate");
      }
      return false;
    }
    step(inflater, in, out);
    if (mode == Mode.FINISH && !inflater.finished() && !in.hasRemaining() && out.hasRemaining()) {
      throw new CodingException("deflate is cut short");
    }
    return !out.hasRemaining();
  }

  static void step(Inflater inflater, ByteBuffer in, ByteBuffer out) throws CodingException {
    inflater.setInput(in);
    try {
      inflater.inflate(out);
    } catch (DataFormatException _) {
      throw new CodingException("bytes are not deflate");
    }
    if (inflater.needsDictionary()) {
      throw new CodingException("deflate with a dictionary");
    }
  }

  @Override
  public void close() {
    inflater.end();
  }
}
