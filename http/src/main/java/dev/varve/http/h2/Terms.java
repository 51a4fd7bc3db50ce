package dev.varve.http.h2;

import dev.varve.http.h2.frame.PeerSettings;

/// What we allow a peer.
///
/// @param headBytes largest decoded header block
/// @param headFields most fields in one
/// @param streams most streams the peer may have open at a time
/// @param connectionWindow octets on their way or held, of all streams together
/// @param stallNanos how long data may wait for the peer to widen a window
record Terms(int headBytes, int headFields, int streams, int connectionWindow, long stallNanos) {
  /// Octets of a body that nobody reads yet.
  static final int STREAM_WINDOW_UNREAD = PeerSettings.WINDOW_AT_FIRST;

  /// Octets of a body that is read.
  static final int STREAM_WINDOW = 256 * 1024;

  /// Octets that may still come of a body nobody wants, once the answer has left.
  static final int STREAM_UNWANTED = 16 * 1024;

  /// How long a stream whose answer has left waits for the rest of its request.
  static final long LINGER_NANOS = 2_000_000_000L;

  /// Octets of the table the peer may keep for its header blocks.
  static final int HEADER_TABLE = 4096;

  /// Octets of an encoded header block. Encoding may add a little to what it does not compress.
  int blockBytes() {
    return headBytes + headBytes / 2;
  }
}
