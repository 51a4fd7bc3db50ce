package dev.varve.http.h1;

import dev.varve.http.net.Transport;
import java.io.IOException;
import java.nio.ByteBuffer;

/// Reads and drops what a client still sends behind its last answer: closing at once would make the
/// kernel reset the connection, and the client might lose the answer. There is one only while a
/// connection ends so.
final class Linger {
  private static final int BYTES_MOST = 1 << 20;

  private int bytes;

  /// Drops what came; says whether the client has ended, or sent too much.
  boolean isOver(Transport transport) {
    ByteBuffer buffer = transport.loop().takeRead();
    try {
      int read = transport.read(buffer.clear());
      while (read > 0 && bytes < BYTES_MOST) {
        bytes += read;
        read = transport.read(buffer.clear());
      }
      return read != 0;
    } catch (IOException _) {
      return true;
    } finally {
      transport.loop().giveRead(buffer);
    }
  }
}
