package dev.varve.http.h2.frame;

import java.nio.ByteBuffer;
import java.util.Arrays;

/// Reads frames from bytes that come in pieces of any size (RFC 9113 sections 4 and 6). Checks
/// everything that one frame tells about itself and the order of CONTINUATION frames.
///
/// Between two calls it keeps at most a frame head, a small frame, or an unfinished header block,
/// which is bounded; DATA passes through in pieces.
public final class FrameReader {
  /// What we say in SETTINGS_MAX_FRAME_SIZE, which is the smallest allowed.
  static final int FRAME_LENGTH_MAX = 16_384;

  /// Security R2: more CONTINUATION frames than this end the connection.
  public static final int CONTINUATIONS_MAX = 16;

  private static final int SETTING_LENGTH = 6;
  private static final int PRIORITY_LENGTH = 5;
  private static final int GOAWAY_LENGTH_MIN = 8;
  private static final int PRIORITY_TEXT_MAX = 64;
  private static final int SMALL_MAX = 4 + PRIORITY_TEXT_MAX;
  private static final int STREAM_MASK = 0x7fff_ffff;
  private static final int KEPT_BLOCK = 1024;
  private static final byte[] NOTHING = new byte[0];

  private enum State {
    /// Gathering the nine octets of a frame's head.
    HEAD,
    /// Gathering a payload of known, small length.
    SMALL,
    /// Gathering one setting after the other.
    SETTINGS,
    /// Gathering a fragment of a header block into `block`.
    FRAGMENT,
    /// The octet that says how long the padding of a DATA frame is.
    PAD_LENGTH,
    /// Passing DATA on.
    DATA,
    /// Dropping octets: padding, debug data, frames of unknown types.
    SKIP
  }

  private final Frames frames;
  private final int blockBytesMax;
  private byte[] small = NOTHING;
  private State state = State.HEAD;
  private int gathered;
  private int wanted = FrameType.HEAD;

  private int type;
  private int flags;
  private int stream;
  private int length;
  private int left;
  private int padding;

  private byte[] block = NOTHING;
  private int blockLength;
  private int blockStream;
  private boolean blockIsLast;
  private boolean blockOpen;
  private int continuations;
  private int blocks;

  /// @param blockBytesMax most octets of one encoded header block
  public FrameReader(Frames frames, int blockBytesMax) {
    this.frames = frames;
    this.blockBytesMax = blockBytesMax;
  }

  /// Takes in all that is there.
  public void read(ByteBuffer in) throws H2Exception {
    if (small.length == 0) {
      small = new byte[SMALL_MAX];
    }
    while (in.hasRemaining()) {
      switch (state) {
        case HEAD -> {
          if (gather(in)) {
            head();
          }
        }
        case SMALL -> {
          if (gather(in)) {
            payload();
            skipNext(length - wanted);
          }
        }
        case SETTINGS -> settings(in);
        case FRAGMENT -> fragment(in);
        case PAD_LENGTH -> padLength(in.get() & 0xff);
        case DATA -> data(in);
        case SKIP -> skip(in);
      }
    }
  }

  /// The number of the header block that is not complete yet, 0 when there is none.
  public int openBlock() {
    return blockOpen ? blocks : 0;
  }

  /// Gives back what it gathers in, unless something was gathered.
  public void rest() {
    if (state == State.HEAD && gathered == 0 && !blockOpen) {
      small = NOTHING;
      block = NOTHING;
    }
  }

  private boolean gather(ByteBuffer in) {
    int count = Math.min(wanted - gathered, in.remaining());
    in.get(small, gathered, count);
    gathered += count;
    return gathered == wanted;
  }

  private void gatherNext(State next, int count) {
    state = next;
    gathered = 0;
    wanted = count;
  }

  private void nextFrame() {
    gatherNext(State.HEAD, FrameType.HEAD);
  }

  private void head() throws H2Exception {
    length = ((small[0] & 0xff) << 16) | ((small[1] & 0xff) << 8) | (small[2] & 0xff);
    type = small[3] & 0xff;
    flags = small[4] & 0xff;
    stream = number(5) & STREAM_MASK;
    if (length > FRAME_LENGTH_MAX) {
      throw new H2Exception(ErrorCode.FRAME_SIZE_ERROR, "frame over " + FRAME_LENGTH_MAX);
    }
    if (blockOpen != (type == FrameType.CONTINUATION)) {
      throw protocolError(
          blockOpen ? "a header block was interrupted" : "CONTINUATION without a header block");
    }
    switch (type) {
      case FrameType.DATA -> dataHead();
      case FrameType.HEADERS -> headersHead();
      case FrameType.CONTINUATION -> continuationHead();
      case FrameType.PRIORITY -> fixed(PRIORITY_LENGTH, true);
      case FrameType.RST_STREAM -> fixed(4, true);
      case FrameType.PING -> fixed(8, false);
      case FrameType.WINDOW_UPDATE -> gatherExactly(4);
      case FrameType.SETTINGS -> settingsHead();
      case FrameType.GOAWAY -> goAwayHead();
      case FrameType.PRIORITY_UPDATE -> priorityUpdateHead();
      case FrameType.PUSH_PROMISE -> throw protocolError("PUSH_PROMISE, which we do not allow");
      default -> {
        frames.ignored(type);
        skipNext(length);
      }
    }
  }

  private void fixed(int expected, boolean ofStream) throws H2Exception {
    requireStream(ofStream);
    gatherExactly(expected);
  }

  private void gatherExactly(int expected) throws H2Exception {
    if (length != expected) {
      throw new H2Exception(
          ErrorCode.FRAME_SIZE_ERROR, "frame of type " + type + " with length " + length);
    }
    gatherNext(State.SMALL, expected);
  }

  private void requireStream(boolean ofStream) throws H2Exception {
    if (ofStream == (stream == 0)) {
      throw protocolError("frame of type " + type + " on stream " + stream);
    }
  }

  private void dataHead() throws H2Exception {
    requireStream(true);
    padding = 0;
    left = length;
    frames.data(stream, length, (flags & FrameType.END_STREAM) != 0);
    if ((flags & FrameType.PADDED) != 0) {
      if (length == 0) {
        throw new H2Exception(ErrorCode.FRAME_SIZE_ERROR, "padded frame without octets");
      }
      state = State.PAD_LENGTH;
    } else {
      dataNext();
    }
  }

  private void padLength(int octets) throws H2Exception {
    left--;
    if (octets > left) {
      throw protocolError("padding longer than the frame");
    }
    padding = octets;
    left -= octets;
    dataNext();
  }

  private void dataNext() throws H2Exception {
    if (left > 0) {
      state = State.DATA;
    } else {
      dataEnd();
    }
  }

  private void data(ByteBuffer in) throws H2Exception {
    int count = Math.min(left, in.remaining());
    int limit = in.limit();
    int end = in.position() + count;
    left -= count;
    in.limit(end);
    try {
      frames.dataPiece(in);
    } finally {
      in.limit(limit);
      in.position(end);
    }
    if (left == 0) {
      dataEnd();
    }
  }

  private void dataEnd() throws H2Exception {
    frames.dataEnd();
    skipNext(padding);
  }

  private void skipNext(int count) {
    left = count;
    state = State.SKIP;
    if (count == 0) {
      nextFrame();
    }
  }

  private void skip(ByteBuffer in) {
    int count = Math.min(left, in.remaining());
    in.position(in.position() + count);
    left -= count;
    if (left == 0) {
      nextFrame();
    }
  }

  private void headersHead() throws H2Exception {
    requireStream(true);
    blockOpen = true;
    blocks++;
    blockStream = stream;
    blockIsLast = (flags & FrameType.END_STREAM) != 0;
    blockLength = 0;
    continuations = 0;
    fragmentNext();
  }

  private void continuationHead() throws H2Exception {
    if (stream != blockStream) {
      throw protocolError("a header block was continued on another stream");
    }
    continuations++;
    if (continuations > CONTINUATIONS_MAX) {
      throw new H2Exception(
          ErrorCode.ENHANCE_YOUR_CALM, "more than " + CONTINUATIONS_MAX + " CONTINUATION frames");
    }
    fragmentNext();
  }

  private void fragmentNext() throws H2Exception {
    if (blockLength + length > blockBytesMax) {
      throw new H2Exception(
          ErrorCode.ENHANCE_YOUR_CALM, "header block over " + blockBytesMax + " octets");
    }
    if (block.length < blockLength + length) {
      block = Arrays.copyOf(block, blockLength + length);
    }
    left = length;
    state = State.FRAGMENT;
    if (left == 0) {
      fragmentEnd();
    }
  }

  private void fragment(ByteBuffer in) throws H2Exception {
    int count = Math.min(left, in.remaining());
    in.get(block, blockLength, count);
    blockLength += count;
    left -= count;
    if (left == 0) {
      fragmentEnd();
    }
  }

  private void fragmentEnd() throws H2Exception {
    if (type == FrameType.HEADERS) {
      trimHeaders();
    }
    nextFrame();
    if ((flags & FrameType.END_HEADERS) != 0) {
      blockOpen = false;
      byte[] whole = block;
      if (whole.length > KEPT_BLOCK) {
        block = NOTHING;
      }
      frames.headers(blockStream, blockIsLast, whole, 0, blockLength);
    }
  }

  /// Takes padding and the priority of RFC 7540, which means nothing any more, off a HEADERS frame.
  private void trimHeaders() throws H2Exception {
    int from = 0;
    int to = blockLength;
    if ((flags & FrameType.PADDED) != 0) {
      from = 1;
      to -= to == 0 ? 0 : block[0] & 0xff;
    }
    if ((flags & FrameType.WITH_PRIORITY) != 0) {
      from += PRIORITY_LENGTH;
    }
    if (from > blockLength) {
      throw new H2Exception(ErrorCode.FRAME_SIZE_ERROR, "HEADERS frame is too short");
    }
    if (to < from) {
      throw protocolError("padding longer than the frame");
    }
    if ((flags & FrameType.WITH_PRIORITY) != 0) {
      refuseSelfDependency(number(block, from - PRIORITY_LENGTH));
    }
    if (from > 0) {
      System.arraycopy(block, from, block, 0, to - from);
    }
    blockLength = to - from;
  }

  private void refuseSelfDependency(int dependency) throws H2Exception {
    if ((dependency & STREAM_MASK) == stream) {
      throw protocolError("a stream depends on itself");
    }
  }

  private void settingsHead() throws H2Exception {
    requireStream(false);
    boolean ack = (flags & FrameType.ACK) != 0;
    if (length % SETTING_LENGTH != 0 || (ack && length > 0)) {
      throw new H2Exception(ErrorCode.FRAME_SIZE_ERROR, "SETTINGS with length " + length);
    }
    if (ack) {
      frames.settingsAcknowledged();
      nextFrame();
      return;
    }
    left = length;
    settingNext();
  }

  private void settingNext() throws H2Exception {
    if (left == 0) {
      frames.settingsEnd();
      nextFrame();
    } else {
      gatherNext(State.SETTINGS, SETTING_LENGTH);
    }
  }

  private void settings(ByteBuffer in) throws H2Exception {
    if (gather(in)) {
      left -= SETTING_LENGTH;
      frames.setting(((small[0] & 0xff) << 8) | (small[1] & 0xff), number(2));
      settingNext();
    }
  }

  private void goAwayHead() throws H2Exception {
    requireStream(false);
    if (length < GOAWAY_LENGTH_MIN) {
      throw new H2Exception(ErrorCode.FRAME_SIZE_ERROR, "GOAWAY with length " + length);
    }
    gatherNext(State.SMALL, GOAWAY_LENGTH_MIN);
  }

  private void priorityUpdateHead() throws H2Exception {
    requireStream(false);
    if (length < 4) {
      throw new H2Exception(ErrorCode.FRAME_SIZE_ERROR, "PRIORITY_UPDATE with length " + length);
    }
    if (length > SMALL_MAX) {
      frames.ignored(type);
      skipNext(length);
    } else {
      gatherNext(State.SMALL, length);
    }
  }

  /// A frame whose payload lies in `small`.
  private void payload() throws H2Exception {
    switch (type) {
      case FrameType.PRIORITY -> {
        refuseSelfDependency(number(0));
        frames.ignored(type);
      }
      case FrameType.RST_STREAM -> frames.reset(stream, number(0));
      case FrameType.PING -> {
        long payload = ((long) number(0) << 32) | (number(4) & 0xffff_ffffL);
        if ((flags & FrameType.ACK) != 0) {
          frames.pong(payload);
        } else {
          frames.ping(payload);
        }
      }
      case FrameType.WINDOW_UPDATE -> frames.windowUpdate(stream, number(0) & STREAM_MASK);
      case FrameType.GOAWAY -> frames.goAway(number(0) & STREAM_MASK, number(4));
      case FrameType.PRIORITY_UPDATE ->
          frames.priorityUpdate(number(0) & STREAM_MASK, small, 4, length);
      default -> throw new IllegalStateException("no payload is gathered for type " + type);
    }
  }

  private int number(int at) {
    return number(small, at);
  }

  private static int number(byte[] bytes, int at) {
    return ((bytes[at] & 0xff) << 24)
        | ((bytes[at + 1] & 0xff) << 16)
        | ((bytes[at + 2] & 0xff) << 8)
        | (bytes[at + 3] & 0xff);
  }

  private static H2Exception protocolError(String reason) {
    return new H2Exception(ErrorCode.PROTOCOL_ERROR, reason);
  }
}
