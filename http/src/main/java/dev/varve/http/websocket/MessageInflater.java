package dev.varve.http.websocket;

import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/// Decompresses messages (RFC 7692 section 7.2.2), within bounds. To be closed: it holds memory
/// outside of the heap.
final class MessageInflater implements AutoCloseable {
  /// Where decompressed bytes go.
  interface Sink {
    void piece(byte[] bytes, int from, int length) throws ProtocolException;
  }

  /// A message may grow by this factor, once it is larger than a small one.
  static final int RATIO_MAX = 100;

  private static final int SMALL = 1 << 20;
  private static final byte[] TAIL = {0, 0, (byte) 0xff, (byte) 0xff};

  private final Inflater inflater = new Inflater(true);
  private final boolean forgets;
  private final byte[] out = new byte[4096];

  /// Nothing was read since the last block of a stream.
  private boolean fresh = true;

  private long taken;
  private long made;

  MessageInflater(boolean forgets) {
    this.forgets = forgets;
  }

  void piece(byte[] bytes, int from, int length, Sink sink) throws ProtocolException {
    taken += length;
    inflate(bytes, from, length, sink);
  }

  /// The message is complete. Behind a final block the sender took no tail away.
  void end(Sink sink) throws ProtocolException {
    if (!fresh) {
      inflate(TAIL, 0, TAIL.length, sink);
    }
    taken = 0;
    made = 0;
    if (forgets) {
      restart();
    }
  }

  private void restart() {
    inflater.reset();
    fresh = true;
  }

  private void inflate(byte[] bytes, int from, int length, Sink sink) throws ProtocolException {
    int at = from;
    int end = from + length;
    while (at < end) {
      fresh = false;
      inflater.setInput(bytes, at, end - at);
      drain(sink);
      at = end;
      if (inflater.finished()) {
        // The peer used a final block, which is allowed (RFC 7692 section 7.2.3.4).
        at -= inflater.getRemaining();
        restart();
      }
    }
  }

  private void drain(Sink sink) throws ProtocolException {
    try {
      int count = inflater.inflate(out);
      while (count > 0) {
        made += count;
        if (made > SMALL && made > taken * RATIO_MAX) {
          throw new ProtocolException(CloseCode.TOO_BIG, "message grows by more than " + RATIO_MAX);
        }
        sink.piece(out, 0, count);
        count = inflater.inflate(out);
      }
    } catch (DataFormatException _) {
      throw new ProtocolException(CloseCode.BAD_DATA, "message cannot be decompressed");
    }
    if (inflater.needsDictionary()) {
      throw new ProtocolException(CloseCode.BAD_DATA, "message needs a dictionary");
    }
  }

  @Override
  public void close() {
    inflater.end();
  }
}
