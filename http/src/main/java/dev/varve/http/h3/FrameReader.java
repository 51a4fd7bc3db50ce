package dev.varve.http.h3;

import io.netty.buffer.ByteBuf;
import java.util.Arrays;

/// Takes the octets of one stream apart into frames, in pieces of any size (RFC 9114 section 7.1):
///
///     frame = type (varint) length (varint) payload
///
/// DATA is passed on as it comes, frames that nobody knows are skipped, all others are gathered
/// within their bound. Belongs to a loop.
final class FrameReader {
  /// What a stream does with its frames.
  interface Sink {
    /// A frame begins. Says how many octets of its payload are gathered at most, or one of [#PASS]
    /// and [#SKIP].
    int frame(long type, long length) throws H3Exception;

    /// Octets of a DATA frame; as many as are wanted are read from the buffer. Says whether all
    /// were taken: if not, nothing more is read until the stream comes back with the rest.
    boolean data(ByteBuf in, int octets) throws H3Exception;

    /// A gathered frame is complete.
    void complete(long type, byte[] payload, int length) throws H3Exception;
  }

  /// The payload goes to [Sink#data].
  static final int PASS = -1;

  /// The payload is dropped.
  static final int SKIP = -2;

  private static final int HEAD_MOST = 16;
  private static final int KEPT = 4096;
  private static final byte[] NONE = {};

  private final Sink sink;
  private final byte[] head = new byte[HEAD_MOST];
  private int headLength;
  private boolean inPayload;
  private int mode;
  private long type;
  private long left;
  private byte[] gathered = NONE;
  private int gatheredLength;

  FrameReader(Sink sink) {
    this.sink = sink;
  }

  /// Reads what there is. False when the sink could not take some data: then the buffer has it
  /// still.
  boolean read(ByteBuf in) throws H3Exception {
    while (in.isReadable() || (inPayload && left == 0)) {
      if (!inPayload && !begin(in)) {
        return true;
      }
      if (!payload(in)) {
        return false;
      }
    }
    return true;
  }

  /// Whether the stream may end here.
  boolean isBetweenFrames() {
    return !inPayload && headLength == 0;
  }

  /// Collects type and length. False when they are not whole yet.
  private boolean begin(ByteBuf in) throws H3Exception {
    while (in.isReadable()) {
      head[headLength++] = in.readByte();
      int typeLength = Varint.length(head[0]);
      if (headLength > typeLength && headLength == typeLength + Varint.length(head[typeLength])) {
        type = number(0, typeLength);
        left = number(typeLength, headLength);
        headLength = 0;
        inPayload = true;
        open();
        return true;
      }
    }
    return false;
  }

  private void open() throws H3Exception {
    mode = sink.frame(type, left);
    gatheredLength = 0;
    if (mode >= 0) {
      if (left > mode) {
        throw new H3Exception(ErrorCode.H3_EXCESSIVE_LOAD, "frame over " + mode + " bytes");
      }
      if (gathered.length < left) {
        gathered = new byte[(int) left];
      }
    }
  }

  private long number(int from, int to) {
    long number = head[from] & 0x3f;
    for (int i = from + 1; i < to; i++) {
      number = (number << 8) | (head[i] & 0xff);
    }
    return number;
  }

  private boolean payload(ByteBuf in) throws H3Exception {
    int octets = (int) Math.min(left, in.readableBytes());
    if (mode == PASS) {
      int before = in.readerIndex();
      boolean taken = octets == 0 || sink.data(in, octets);
      left -= in.readerIndex() - before;
      inPayload = left > 0;
      return taken;
    }
    if (mode == SKIP) {
      in.skipBytes(octets);
    } else {
      in.readBytes(gathered, gatheredLength, octets);
      gatheredLength += octets;
    }
    left -= octets;
    if (left == 0) {
      inPayload = false;
      finish();
    }
    return true;
  }

  private void finish() throws H3Exception {
    if (mode == SKIP) {
      return;
    }
    byte[] payload = gathered;
    sink.complete(type, payload, gatheredLength);
    if (gathered.length > KEPT) {
      gathered = NONE;
    }
  }

  /// For tests and logs.
  @Override
  public String toString() {
    return "FrameReader " + Arrays.toString(Arrays.copyOf(head, headLength)) + " " + left;
  }
}
