package dev.varve.http.compress;

import java.nio.ByteBuffer;
import java.util.zip.CRC32;
import java.util.zip.Inflater;

/// Reads `gzip` (RFC 1952), checksum and length included; several members follow each other.
final class GzipDecoder implements Transform {
  private static final int HEAD_LENGTH = 10;
  private static final int TAIL_LENGTH = 8;
  private static final int FLAG_CHECKSUM = 2;
  private static final int FLAG_EXTRA = 4;
  private static final int FLAG_NAME = 8;
  private static final int FLAG_COMMENT = 16;

  /// Most bytes of names and comments that are skipped.
  private static final int SKIPPED_MAX = 64 * 1024;

  private enum State {
    HEAD,
    EXTRA_LENGTH,
    EXTRA,
    NAME,
    COMMENT,
    CHECKSUM,
    BODY,
    TAIL
  }

  private final Inflater inflater = new Inflater(true);
  private final CRC32 checksum = new CRC32();
  private final byte[] gathered = new byte[HEAD_LENGTH];
  private State state = State.HEAD;
  private int have;
  private int flags;
  private int extra;
  private int skipped;
  private boolean whole;

  @Override
  public boolean step(ByteBuffer in, ByteBuffer out, Mode mode) throws CodingException {
    while (in.hasRemaining() && state != State.BODY) {
      frame(in);
    }
    boolean more = state == State.BODY && body(in, out);
    if (mode == Mode.FINISH && !more && !in.hasRemaining() && !isComplete()) {
      throw new CodingException("gzip is cut short");
    }
    return more;
  }

  private boolean isComplete() {
    return whole && state == State.HEAD && have == 0;
  }

  private boolean body(ByteBuffer in, ByteBuffer out) throws CodingException {
    int from = out.position();
    DeflateDecoder.step(inflater, in, out);
    checksum.update(out.duplicate().position(from).limit(out.position()));
    if (inflater.finished()) {
      become(State.TAIL);
      return in.hasRemaining();
    }
    return !out.hasRemaining();
  }

  private void frame(ByteBuffer in) throws CodingException {
    switch (state) {
      case HEAD -> {
        if (gather(in, HEAD_LENGTH)) {
          head();
        }
      }
      case EXTRA_LENGTH -> {
        if (gather(in, 2)) {
          extra = (gathered[0] & 0xff) | ((gathered[1] & 0xff) << 8);
          become(extra > 0 ? State.EXTRA : next(State.EXTRA));
        }
      }
      case EXTRA -> {
        int count = Math.min(extra, in.remaining());
        in.position(in.position() + count);
        extra -= count;
        if (extra == 0) {
          become(next(State.EXTRA));
        }
      }
      case NAME, COMMENT -> text(in);
      case CHECKSUM -> {
        if (gather(in, 2)) {
          become(State.BODY);
        }
      }
      case TAIL -> {
        if (gather(in, TAIL_LENGTH)) {
          tail();
        }
      }
      case BODY -> throw new IllegalStateException("body is no frame");
    }
  }

  private void head() throws CodingException {
    boolean known = gathered[0] == 0x1f && gathered[1] == (byte) 0x8b && gathered[2] == 8;
    flags = gathered[3];
    if (!known || (flags & 0xe0) != 0) {
      throw new CodingException(whole ? "bytes behind the end of gzip" : "bytes are not gzip");
    }
    skipped = 0;
    become((flags & FLAG_EXTRA) != 0 ? State.EXTRA_LENGTH : next(State.EXTRA));
  }

  /// The first state behind this one that the flags ask for.
  private State next(State after) {
    boolean afterName = after == State.NAME || after == State.COMMENT;
    if (!afterName && (flags & FLAG_NAME) != 0) {
      return State.NAME;
    }
    if (after != State.COMMENT && (flags & FLAG_COMMENT) != 0) {
      return State.COMMENT;
    }
    return (flags & FLAG_CHECKSUM) != 0 ? State.CHECKSUM : State.BODY;
  }

  private void text(ByteBuffer in) throws CodingException {
    skipped++;
    if (skipped > SKIPPED_MAX) {
      throw new CodingException("gzip with a head over " + SKIPPED_MAX + " bytes");
    }
    if (in.get() == 0) {
      become(next(state));
    }
  }

  private void tail() throws CodingException {
    if (little(0) != (int) checksum.getValue() || little(4) != (int) inflater.getBytesWritten()) {
      throw new CodingException("gzip with a wrong checksum");
    }
    checksum.reset();
    inflater.reset();
    whole = true;
    become(State.HEAD);
  }

  private int little(int at) {
    return (gathered[at] & 0xff)
        | ((gathered[at + 1] & 0xff) << 8)
        | ((gathered[at + 2] & 0xff) << 16)
        | ((gathered[at + 3] & 0xff) << 24);
  }

  private void become(State following) {
    state = following;
    have = 0;
  }

  private boolean gather(ByteBuffer in, int wanted) {
    int count = Math.min(wanted - have, in.remaining());
    in.get(gathered, have, count);
    have += count;
    return have == wanted;
  }

  @Override
  public void close() {
    inflater.end();
  }
}
