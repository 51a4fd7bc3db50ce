package dev.varve.http.stream;

import dev.varve.http.Body;
import dev.varve.http.BodyFailure;
import dev.varve.http.Peer;
import dev.varve.http.hpack.FieldSink;
import dev.varve.http.serve.Serving;
import org.jspecify.annotations.Nullable;

/// The stream that a [StreamExchange] is held on: all it has to know of the version of HTTP.
public interface ExchangeStream {
  Serving serving();

  Peer peer();

  long nanos();

  /// Whether neither side may send any more.
  boolean isOver();

  /// Whether an answer, or more of it, may be sent.
  boolean isSendable();

  HeadWriter headWriter();

  /// Begins a head; [#sendHead] sends it.
  FieldSink beginHead();

  /// @param last nothing follows
  void sendHead(boolean last);

  /// What Alt-Svc says in answers that have none; null for none.
  byte @Nullable [] alternative();

  /// Sends a body behind its head.
  ///
  /// @param length what the head said, or [HeadWriter#NO_LENGTH]
  void sendBody(Body body, long length);

  /// Octets of the answer, as they were on the connection.
  long bytesOut();

  /// Resets the stream, for something on our side or the time it took.
  void abandon(BodyFailure cause);

  /// Tells the log that a request was refused.
  ///
  /// @param status 0 where there is none
  void refused(int status, String reason);

  /// How many handlers work for clients that have gone changes by so many.
  void abandoned(int change);
}
