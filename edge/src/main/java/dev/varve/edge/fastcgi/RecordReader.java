package dev.varve.edge.fastcgi;

import java.nio.ByteBuffer;

/// Takes records apart as their bytes come, in pieces of any size. Nothing is collected: content is
/// handed on as it arrives.
final class RecordReader {
  private final Content content;
  private final byte[] header = new byte[Records.HEADER];
  private final byte[] end = new byte[8];
  private int headerLength;
  private int left;
  private int padding;
  private int type;
  private int endLength;
  private boolean over;

  /// Who takes in the content of records.
  interface Content {
    /// Some of the answer; lent.
    void output(ByteBuffer piece);

    /// Some of what the script has to complain about; lent.
    void complaint(ByteBuffer piece);

    /// The request is over.
    ///
    /// @param refused the server did not take it on: it is overloaded or does not multiplex
    void ended(boolean refused);
  }

  RecordReader(Content content) {
    this.content = content;
  }

  /// Reads to the end of the bytes, or of the request; what is left then belongs to nothing.
  ///
  /// @throws IllegalArgumentException when the bytes are not FastCGI
  void read(ByteBuffer bytes) {
    while (bytes.hasRemaining() && !over) {
      if (headerLength < Records.HEADER) {
        header[headerLength++] = bytes.get();
        if (headerLength == Records.HEADER) {
          open();
        }
      } else if (left > 0) {
        take(bytes);
      } else {
        int skip = Math.min(padding, bytes.remaining());
        bytes.position(bytes.position() + skip);
        padding -= skip;
      }
      closeWhenDone();
    }
  }

  /// Whether the request has ended.
  boolean isOver() {
    return over;
  }

  private void open() {
    if (header[0] != 1) {
      throw new IllegalArgumentException("version must be 1, but is " + header[0]);
    }
    type = header[1];
    left = ((header[4] & 0xFF) << 8) | (header[5] & 0xFF);
    padding = header[6] & 0xFF;
    endLength = 0;
  }

  private void take(ByteBuffer bytes) {
    int length = Math.min(left, bytes.remaining());
    ByteBuffer piece = bytes.slice(bytes.position(), length);
    bytes.position(bytes.position() + length);
    left -= length;
    switch (type) {
      case Records.STDOUT -> content.output(piece);
      case Records.STDERR -> content.complaint(piece);
      case Records.END -> {
        int room = Math.min(piece.remaining(), end.length - endLength);
        piece.get(end, endLength, room);
        endLength += room;
      }
      default -> {
        // Management records of a server; none was asked for.
      }
    }
  }

  private void closeWhenDone() {
    if (headerLength == Records.HEADER && left == 0 && padding == 0) {
      headerLength = 0;
      if (type == Records.END) {
        over = true;
        content.ended(endLength < 5 || end[4] != 0);
      }
    }
  }
}
