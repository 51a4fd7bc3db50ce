package dev.varve.http.h2;

import dev.varve.http.BodyFailure;
import dev.varve.http.h2.frame.H2Exception;
import dev.varve.http.hpack.HpackException;

/// What a stream is there for: the exchange of a server or the call of a client.
interface StreamOwner {
  /// A header block came that is no trailers; it must be read from the connection's decoder.
  ///
  /// @param last whether no body follows
  void head(boolean last) throws H2Exception, HpackException;

  /// Somebody begins to read the body.
  void bodyWanted();

  /// Nobody wants the rest of the body.
  void bodyCancelled();

  /// The body's reader was told the end or a failure.
  void bodyEnded();

  /// All that was sent has gone to the transport.
  void flushed();

  /// The stream ended before both sides were through.
  ///
  /// @param unprocessed whether the peer has certainly not looked at it
  void broken(BodyFailure cause, boolean unprocessed);

  /// The stream is over. Comes last, and once.
  void closed();
}
