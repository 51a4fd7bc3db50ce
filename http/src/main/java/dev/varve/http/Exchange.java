package dev.varve.http;

import dev.varve.http.net.Loop;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// One request and its answer at a server, whatever the version of HTTP.
///
/// Belongs to a loop: all calls are made there. It is recycled: neither it nor its request,
/// response and bodies may be touched after [EndListener#ended] (or, without a listener, after the
/// answer is complete).
public interface Exchange {
  /// Told once, on the loop, when an exchange is over; its numbers can still be asked for.
  @FunctionalInterface
  interface EndListener {
    void ended(Exchange exchange, Ending ending);
  }

  Request request();

  Loop loop();

  /// Who asks.
  Peer peer();

  /// The request's body. Nothing is read, and no 100 (Continue) sent, before somebody reads it. A
  /// body that nobody reads is drained within limits after the answer, or the connection closes.
  /// After [#tunnel] it has the raw bytes that the client sends.
  Body body();

  /// An empty response to fill and [#respond] with; belongs to the exchange and saves garbage.
  Response response();

  /// Sends an interim answer, such as 103 (Early Hints). Of no effect for HTTP/1.0 and after the
  /// answer began.
  void inform(int status, Fields fields);

  /// Answers. The head leaves at the end of the current turn of the loop together with what the
  /// body has by then.
  ///
  /// @throws IllegalStateException when it was answered before
  void respond(Response response, Body body);

  /// Answers with 101 for [Request#protocol] or 2xx for CONNECT (the right one is chosen when the
  /// status is 200), after which both bodies carry raw bytes. The connection closes when both have
  /// ended.
  void tunnel(Response response, Body body);

  /// Ends the exchange at once: connection closed (HTTP/1) or stream reset.
  void abort();

  /// Whether [#respond] or [#tunnel] was called.
  boolean answered();

  /// Who is told when it is over; one listener, the last one set counts.
  void onEnd(EndListener listener);

  /// What the handler keeps with this exchange. It stays when the exchange is recycled for the next
  /// request, so that a handler may use its own object again; null at first.
  @Nullable Object state();

  void state(@Nullable Object state);

  /// The most bytes the request's body may have, in place of the listener's limit; to be set before
  /// the body is read.
  void bodyLimit(long bytes);

  /// The request's body may be silent for as long as it likes, since it is one side of a
  /// conversation. To be called before the body is read, by somebody who limits the whole.
  void bodyMayPause();

  /// How long from now until [#respond] must be called, in place of the listener's; else 503 is
  /// answered.
  void deadline(Duration fromNow);

  /// Bytes received for this exchange: head and body as they were on the connection.
  long bytesIn();

  /// Bytes sent for this exchange: head and body as they were on the connection.
  long bytesOut();

  /// The status answered with, or 0.
  int status();

  /// When the head was complete, by [Loop#nanos].
  long startNanos();

  /// When the answer began, by [Loop#nanos]; 0 when it did not.
  long answerNanos();
}
