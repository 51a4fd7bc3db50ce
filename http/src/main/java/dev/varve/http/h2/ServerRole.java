package dev.varve.http.h2;

import dev.varve.base.LateLogger;
import dev.varve.http.BodyFailure;
import dev.varve.http.Handler;
import dev.varve.http.Peer;
import dev.varve.http.ServerLimits;
import dev.varve.http.ServerTimeouts;
import dev.varve.http.h2.frame.ErrorCode;
import dev.varve.http.h2.frame.H2Exception;
import dev.varve.http.h2.frame.PeerSettings;
import dev.varve.http.hpack.HpackException;
import dev.varve.http.net.Loop;
import java.util.ArrayDeque;
import java.util.function.ObjIntConsumer;
import org.jspecify.annotations.Nullable;

/// The server's side of one connection: opens streams for requests and hands them to the handler.
///
/// Requests that were reset before their handler answered still count as under way until it does,
/// so a client cannot start more work than its streams allow by resetting them (security R1).
final class ServerRole implements Role {
  private static final System.Logger LOG = LateLogger.of(ServerRole.class);
  private static final int POOL_MAX = 512;
  private static final long DRAIN_PING = 0x7661_7276_6564_7261L;

  /// What the exchanges of one listener and loop have in common.
  ///
  /// @param free exchanges to be used again, by all connections of the loop
  record Parts(
      Loop loop,
      Handler handler,
      ServerLimits limits,
      ServerTimeouts timeouts,
      ArrayDeque<ServerExchange> free) {}

  private enum Drain {
    NO,
    /// The client was told that we are going; what it sent until then is still taken.
    ANNOUNCED,
    /// No more streams are taken.
    LAST
  }

  private final Parts parts;
  private final Peer peer;
  private final Connection connection;
  private final ObjIntConsumer<String> refusals;
  private Drain drain = Drain.NO;
  private byte @Nullable [] alternative;
  private int lastId;
  private int abandoned;
  private int requests;

  /// @param refusals told of a status, or 0, and the reason
  ServerRole(
      Parts parts, Workbench bench, Peer peer, ObjIntConsumer<String> refusals, Runnable wake) {
    this.parts = parts;
    this.peer = peer;
    this.refusals = refusals;
    ServerLimits limits = parts.limits();
    var terms =
        new Terms(
            limits.headBytes(),
            limits.headFields(),
            limits.streams(),
            1 << 20,
            parts.timeouts().write().toNanos());
    this.connection = new Connection(bench, terms, this, wake);
  }

  /// Sends our settings.
  void start() {
    connection.start(
        PeerSettings.MAX_CONCURRENT_STREAMS,
        parts.limits().streams(),
        PeerSettings.MAX_HEADER_LIST_SIZE,
        parts.limits().headBytes(),
        PeerSettings.ENABLE_CONNECT_PROTOCOL,
        1,
        PeerSettings.NO_RFC7540_PRIORITIES,
        1);
  }

  Connection connection() {
    return connection;
  }

  Loop loop() {
    return parts.loop();
  }

  Peer peer() {
    return peer;
  }

  Handler handler() {
    return parts.handler();
  }

  ServerLimits limits() {
    return parts.limits();
  }

  ServerTimeouts timeouts() {
    return parts.timeouts();
  }

  byte[] date() {
    return parts.loop().date();
  }

  /// What Alt-Svc says; null for none.
  byte @Nullable [] alternative() {
    return alternative;
  }

  void alternative(byte @Nullable [] value) {
    alternative = value;
  }

  void refused(int status, String reason) {
    refusals.accept(reason, status);
  }

  void crashed(RuntimeException bug) {
    LOG.log(System.Logger.Level.ERROR, "a handler failed", bug);
  }

  /// Announces the end (RFC 9113 section 6.8): first that we are going, and when the client has
  /// seen that, which stream was the last.
  void drain() {
    if (drain != Drain.NO || connection.isOver()) {
      return;
    }
    drain = Drain.ANNOUNCED;
    connection.writer().goAway(Integer.MAX_VALUE, ErrorCode.NO_ERROR, "");
    connection.writer().ping(DRAIN_PING, false);
  }

  /// Whether nothing is under way and nothing more will be.
  boolean isDrained() {
    return drain == Drain.LAST && connection.streams().count() == 0;
  }

  boolean isIdle() {
    return connection.streams().count() == 0;
  }

  /// Looks whether somebody takes too long; to be called about once a second.
  void sweep(long now) {
    connection.resetStalled();
    for (Stream each : connection.streams().all()) {
      if (each.owner instanceof ServerExchange exchange && !each.isOver) {
        exchange.sweep(now);
      }
    }
  }

  void disconnected(String reason) {
    connection.disconnected(new BodyFailure(BodyFailure.Kind.GONE, reason));
  }

  @Override
  public void headersOfUnknown(int id, boolean last) throws H2Exception, HpackException {
    if ((id & 1) == 0) {
      throw new H2Exception(ErrorCode.PROTOCOL_ERROR, "a client's stream has an even number");
    }
    if (id <= lastId) {
      throw new H2Exception(ErrorCode.STREAM_CLOSED, "header block on a closed stream");
    }
    lastId = id;
    if (drain == Drain.LAST || !hasRoom()) {
      connection.bench().heads().discard(connection.decoder());
      refused(0, "stream refused");
      connection.refuse(id, ErrorCode.REFUSED_STREAM);
      return;
    }
    ServerExchange exchange = parts.free().pollFirst();
    if (exchange == null) {
      exchange = new ServerExchange(this);
    }
    exchange.begin(this);
    connection.open(exchange.stream(), id);
    exchange.head(last);
    if (++requests == parts.limits().requests()) {
      drain();
    }
  }

  /// How many requests came.
  int requests() {
    return requests;
  }

  /// Whether one more stream may be opened; those that were answered and wait for the rest of their
  /// request give way.
  private boolean hasRoom() {
    int most = parts.limits().streams() - abandoned;
    if (connection.streams().count() >= most) {
      for (Stream each : connection.streams().all()) {
        if (each.in.isLingering()) {
          connection.stopReceiving(each);
        }
      }
    }
    return connection.streams().count() < most;
  }

  /// An exchange is over and nobody will touch it any more.
  void recycle(ServerExchange exchange) {
    if (parts.free().size() < POOL_MAX) {
      parts.free().addFirst(exchange);
    }
  }

  /// How many handlers work for clients that have gone changes by so many.
  void abandoned(int change) {
    abandoned += change;
  }

  @Override
  public boolean isIdle(int id) {
    return (id & 1) == 0 || id > lastId;
  }

  @Override
  public void settingsChanged() {}

  @Override
  public boolean isOfServer() {
    return true;
  }

  @Override
  public void goAway(int lastStream, ErrorCode code) {
    drain();
  }

  @Override
  public void pong(long payload) {
    if (payload == DRAIN_PING && drain == Drain.ANNOUNCED) {
      drain = Drain.LAST;
      connection.writer().goAway(lastId, ErrorCode.NO_ERROR, "");
    }
  }

  @Override
  public int lastStream() {
    return lastId;
  }
}
