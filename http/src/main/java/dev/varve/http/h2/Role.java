package dev.varve.http.h2;

import dev.varve.http.h2.frame.ErrorCode;
import dev.varve.http.h2.frame.H2Exception;
import dev.varve.http.hpack.HpackException;

/// What a server or a client makes of a connection.
interface Role {
  /// A header block came for a stream that is not open. The role opens it, or reads the block off
  /// the decoder all the same, or throws.
  void headersOfUnknown(int id, boolean last) throws H2Exception, HpackException;

  /// Whether a stream of this number was never opened.
  boolean isIdle(int id);

  /// The peer's SETTINGS came, for the first time or anew.
  void settingsChanged();

  /// Whether the peer may say that it takes pushes, as only clients do (RFC 9113 section 6.5.2).
  boolean isOfServer();

  /// The peer takes no more streams; those above the last one were not looked at.
  void goAway(int lastStream, ErrorCode code);

  /// A PING of ours came back.
  void pong(long payload);

  /// Our number in GOAWAY: the last stream of the peer that we looked at.
  int lastStream();
}
