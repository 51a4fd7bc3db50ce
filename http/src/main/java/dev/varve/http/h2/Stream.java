package dev.varve.http.h2;

import org.jspecify.annotations.Nullable;

/// One stream of a connection. Recycled with its owner: [#begin] makes it new.
///
/// It is over when neither side may send any more. A reset ends both sides at once.
final class Stream {
  final StreamOwner owner;
  final Inbox in;
  final Outgoing out;
  final ReceiveWindow receiveWindow = new ReceiveWindow(0);

  Connection connection;
  int id;

  /// Whether the peer may still send.
  boolean inOpen;

  /// Whether we may still send.
  boolean outOpen;

  /// Whether the connection has done with it.
  boolean isOver;

  /// Whether the peer's head came, so that another header block can only be trailers.
  boolean headRead;

  /// May be negative after the peer changed its settings.
  long sendWindow;

  int urgency;
  boolean incremental;

  // For ReadyStreams.
  boolean isReady;
  int readyUrgency;
  @Nullable Stream nextReady;
  @Nullable Stream previousReady;

  /// Where in the output the last frame of ours ends, while it has not left.
  long endMark;

  @Nullable Stream nextEnding;

  Stream(Connection connection, StreamOwner owner) {
    this.connection = connection;
    this.owner = owner;
    this.in = new Inbox(this, connection.bench().chunks());
    this.out = new Outgoing(this, connection.bench().chunks());
  }

  /// Becomes a new stream of a connection of the same thread.
  void begin(Connection its, int number) {
    connection = its;
    id = number;
    inOpen = true;
    outOpen = true;
    headRead = false;
    isOver = false;
    sendWindow = its.peer().initialWindow();
    receiveWindow.begin(Terms.STREAM_WINDOW_UNREAD);
    urgency = Priority.URGENCY_DEFAULT;
    incremental = false;
    out.begin();
  }
}
