package dev.varve.http.h2;

import dev.varve.http.BodyFailure;
import dev.varve.http.h2.frame.ErrorCode;
import dev.varve.http.h2.frame.H2Exception;
import dev.varve.http.h2.frame.PeerSettings;
import dev.varve.http.hpack.HpackException;

/// The client's side of one connection: opens streams for requests.
final class ClientRole implements Role {
  /// Many answers share the connection, and one that is read slowly must not hold the others up:
  /// the streams' windows bound what is held.
  private static final int CONNECTION_WINDOW = 32 << 20;

  private static final int LAST_ID = Integer.MAX_VALUE - 2;
  private static final long STALL_NANOS = 60_000_000_000L;

  private final Connection connection;
  private final Runnable changed;
  private int nextId = 1;
  private boolean goneAway;
  private boolean settled;

  /// @param changed called when the number of streams that may be opened may have changed
  ClientRole(Workbench bench, int headBytes, int headFields, Runnable wake, Runnable changed) {
    this.changed = changed;
    var terms = new Terms(headBytes, headFields, 0, CONNECTION_WINDOW, STALL_NANOS);
    this.connection = new Connection(bench, terms, this, wake);
  }

  /// Sends the preface and our settings. Requests may follow at once.
  void start() {
    connection.sendPreface();
    connection.start(
        PeerSettings.ENABLE_PUSH,
        0,
        PeerSettings.MAX_HEADER_LIST_SIZE,
        connection.terms().headBytes());
  }

  Connection connection() {
    return connection;
  }

  /// How many requests may be sent now.
  int room() {
    if (goneAway || connection.isOver() || nextId > LAST_ID) {
      return 0;
    }
    return Math.max(0, connection.peer().concurrentStreams() - connection.streams().count());
  }

  /// Whether the connection takes no more requests, now or later.
  boolean isRetired() {
    return goneAway || connection.isOver() || nextId > LAST_ID;
  }

  /// Whether the peer has sent its settings.
  boolean isSettled() {
    return settled;
  }

  void open(Stream stream) {
    connection.open(stream, nextId);
    nextId += 2;
  }

  void disconnected(String reason) {
    connection.disconnected(new BodyFailure(BodyFailure.Kind.GONE, reason));
  }

  @Override
  public void headersOfUnknown(int id, boolean last) throws H2Exception, HpackException {
    if (isIdle(id)) {
      throw new H2Exception(ErrorCode.PROTOCOL_ERROR, "header block on a stream nobody opened");
    }
    connection.bench().heads().discard(connection.decoder());
    connection.refuse(id, ErrorCode.STREAM_CLOSED);
  }

  @Override
  public boolean isIdle(int id) {
    return (id & 1) == 0 || id >= nextId;
  }

  @Override
  public void settingsChanged() {
    settled = true;
    changed.run();
  }

  @Override
  public boolean isOfServer() {
    return false;
  }

  @Override
  public void goAway(int lastStream, ErrorCode code) {
    goneAway = true;
    for (Stream each : connection.streams().all()) {
      if (Integer.compareUnsigned(each.id, lastStream) > 0) {
        connection.unprocessed(each);
      }
    }
    changed.run();
  }

  @Override
  public void pong(long payload) {}

  @Override
  public int lastStream() {
    return 0;
  }
}
