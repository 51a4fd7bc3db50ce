package dev.varve.http.h3;

import dev.varve.http.field.Priority;
import dev.varve.http.net.Loop;
import dev.varve.http.net.Timer;
import dev.varve.http.serve.ServerConnection;
import dev.varve.http.stream.FloodBudget;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.quic.QuicChannel;
import io.netty.handler.codec.quic.QuicPathEvent;
import io.netty.handler.codec.quic.QuicStreamChannel;
import io.netty.handler.codec.quic.QuicStreamPriority;
import io.netty.handler.codec.quic.QuicStreamType;
import io.netty.handler.ssl.SniCompletionEvent;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import io.netty.util.concurrent.Future;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A client's QUIC connection with its streams: counts it, keeps the time, and ends it. Belongs to
/// its loop.
///
/// A violation closes the connection in a task of its own, since the channel that reported it may
/// still be at work.
@SuppressWarnings(
    "FutureReturnValueIgnored") // what cannot be sent is told by the end of the channel
final class H3Connection extends ChannelInboundHandlerAdapter implements ServerConnection {
  private static final long SWEEP = Duration.ofSeconds(1).toNanos();
  private static final long LAST_CALL = Duration.ofMillis(200).toNanos();
  private static final long ID_STEP = 4;
  private static final long ID_LAST = Varint.MAX - 3;

  /// QUIC's channel keeps a little of every stream that did not end in peace. So many are borne.
  private static final int LEFT_OPEN_MOST = 1_000;

  /// Priorities of requests that have not come yet.
  private static final int PRIORITIES_KEPT = 16;

  /// CONNECTION_REFUSED (RFC 9000 section 20.1).
  private static final int REFUSED = 0x02;

  private enum Drain {
    NO,
    /// The client was told that we are going; what it sent until then is still taken.
    ANNOUNCED,
    /// No more streams are taken.
    LAST
  }

  private final H3Parts parts;
  private final QuicChannel channel;
  private final H3Peer peer;
  private final FloodBudget budget;
  private final Timer timer;
  private final Map<Long, Priority> early = new HashMap<>();
  private final Set<RequestStream> streams = new LinkedHashSet<>();
  private @Nullable QuicStreamChannel control;
  private Drain drain = Drain.NO;
  private boolean counted;
  private boolean handshaking;
  private boolean over;
  private int place = -1;
  private int abandoned;
  private int criticalSeen;
  private int leftOpen;
  private int requests;
  private long nextId;
  private long pushIdMost = -1;
  private long goAwayId = Long.MAX_VALUE;
  private long clientGoAwayId = Long.MAX_VALUE;
  private long idleSince;

  H3Connection(H3Parts parts, QuicChannel channel) {
    this.parts = parts;
    this.channel = channel;
    this.peer =
        new H3Peer(parts.tls(), channel.remoteSocketAddress(), channel.localSocketAddress());
    this.budget = new FloodBudget(parts.serving().loop().clock());
    this.timer = parts.serving().loop().timer(this::tick);
  }

  H3Parts parts() {
    return parts;
  }

  H3Peer peer() {
    return peer;
  }

  Loop loop() {
    return parts.serving().loop();
  }

  boolean isOver() {
    return over;
  }

  /// Whether what comes now may be a replay of what somebody else sent (RFC 8470).
  boolean isEarly() {
    return !channel.isActive();
  }

  // What the channel tells.

  @Override
  public void channelRegistered(ChannelHandlerContext context) {
    var gate = parts.serving().gate();
    channel.closeFuture().addListener(_ -> closed());
    idleSince = loop().nanos();
    if (!gate.opened()) {
      turnAway("too many connections");
    } else if (parts.isStopped() || !gate.entered(peer.first())) {
      turnAway(parts.isStopped() ? "" : "too many connections of one address");
    } else {
      counted = true;
      handshaking = true;
      parts.handshakes(1);
      parts.serving().add(this);
      timer.start(parts.serving().timeouts().handshake().toNanos());
      if (parts.allowsEarlyData()) {
        // Else streams wait for the end of the handshake.
        channel.read();
      }
    }
  }

  private void turnAway(String reason) {
    over = true;
    if (!reason.isEmpty()) {
      refused(503, reason);
    }
    loop().execute(() -> channel.close(false, REFUSED, Unpooled.EMPTY_BUFFER));
  }

  private void closed() {
    timer.stop();
    over = true;
    shakenHands();
    if (counted) {
      parts.serving().remove(this, peer.first());
    } else {
      parts.serving().gate().closed();
    }
  }

  private void shakenHands() {
    if (handshaking) {
      handshaking = false;
      parts.handshakes(-1);
    }
  }

  @Override
  public void channelActive(ChannelHandlerContext context) {
    if (over) {
      return;
    }
    shakenHands();
    peer.secured(channel, false);
    timer.start(SWEEP);
    channel
        .createStream(QuicStreamType.UNIDIRECTIONAL, new ChannelInboundHandlerAdapter())
        .addListener(this::controlOpened);
  }

  private void controlOpened(Future<?> opened) {
    if (opened.isSuccess() && opened.getNow() instanceof QuicStreamChannel stream) {
      control = stream;
      stream.updatePriority(new QuicStreamPriority(0, false));
      ByteBuf settings = stream.alloc().directBuffer();
      Settings.write(settings, parts.serving().limits().headBytes());
      stream.write(settings);
      if (parts.serving().isDraining()) {
        drain();
      }
    } else if (!over) {
      fail(
          new H3Exception(
              ErrorCode.H3_STREAM_CREATION_ERROR, "client allows no control stream of ours"));
    }
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext context, Object event) {
    if (event instanceof SniCompletionEvent sni && sni.hostname() != null) {
      peer.serverName(sni.hostname().toLowerCase(Locale.ROOT));
    } else if (event instanceof QuicPathEvent.PeerMigrated
        || event instanceof QuicPathEvent.Validated) {
      peer.movedTo(((QuicPathEvent) event).remote());
    } else if (event instanceof SslHandshakeCompletionEvent done && !done.isSuccess()) {
      refused(0, "TLS handshake failed: " + done.cause().getMessage());
    }
  }

  /// QUIC's library closes the connection where it must.
  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    if (!over) {
      refused(0, "QUIC: " + cause.getMessage());
    }
  }

  // What streams tell.

  /// Whether a new stream may go on.
  boolean admits(RequestStream stream) {
    if (over) {
      return false;
    }
    if (peer.tls() == null) {
      peer.secured(channel, true);
    }
    nextId = Math.max(nextId, stream.id() + ID_STEP);
    boolean tooMany = streams.size() + abandoned >= parts.serving().limits().streams();
    if (stream.id() >= goAwayId || tooMany) {
      refused(0, "stream refused");
      spend(FloodBudget.RESET);
      leftOpen();
      return false;
    }
    streams.add(stream);
    if (requests++ > 0) {
      parts.serving().repeats(1);
    }
    if (requests >= parts.serving().limits().requests()) {
      drain();
    }
    return true;
  }

  /// A stream is over.
  ///
  /// @param inPeace whether the client's side came to its end
  void ended(RequestStream stream, boolean inPeace) {
    streams.remove(stream);
    if (!inPeace) {
      leftOpen();
    }
    if (streams.isEmpty()) {
      idleSince = loop().nanos();
      closeWhenDrained();
    }
  }

  /// A stream was given up before the client's side of it came to its end.
  void leftOpen() {
    leftOpen++;
    if (leftOpen == LEFT_OPEN_MOST) {
      drain();
    }
  }

  /// How many handlers work for clients that have gone changes by so many.
  void abandoned(int change) {
    abandoned += change;
  }

  /// One of the streams that there are once in each connection (RFC 9114 section 6.2).
  void critical(int kind) throws H3Exception {
    int mark = 1 << kind;
    if ((criticalSeen & mark) != 0) {
      throw new H3Exception(ErrorCode.H3_STREAM_CREATION_ERROR, "second stream of kind " + kind);
    }
    criticalSeen |= mark;
  }

  /// A frame of the control stream that holds one number.
  void numbered(int type, long number) throws H3Exception {
    if (type == FrameType.MAX_PUSH_ID) {
      if (number < pushIdMost) {
        throw new H3Exception(ErrorCode.H3_ID_ERROR, "MAX_PUSH_ID becomes smaller");
      }
      pushIdMost = number;
    } else if (type == FrameType.CANCEL_PUSH) {
      throw new H3Exception(ErrorCode.H3_ID_ERROR, "CANCEL_PUSH of a push that there is not");
    } else {
      clientGoes(number);
    }
  }

  private void clientGoes(long id) throws H3Exception {
    if (id > clientGoAwayId) {
      throw new H3Exception(ErrorCode.H3_ID_ERROR, "GOAWAY becomes larger");
    }
    clientGoAwayId = id;
    drain();
  }

  /// A client says how much a request of its matters (RFC 9218 section 7.2), which it may do before
  /// the request comes; the latest word on a few of those is kept.
  void prioritise(long id, Priority asked) throws H3Exception {
    if (id % ID_STEP != 0) {
      throw new H3Exception(ErrorCode.H3_ID_ERROR, "priority of a stream that is no request's");
    }
    for (RequestStream each : streams) {
      if (each.id() == id) {
        each.reprioritise(asked);
        return;
      }
    }
    if (id >= nextId && (early.size() < PRIORITIES_KEPT || early.containsKey(id))) {
      early.put(id, asked);
    }
  }

  /// What a client said of a request before it came.
  @Nullable Priority takePriority(long id) {
    return early.isEmpty() ? null : early.remove(id);
  }

  /// Charges the client for something that is of no use.
  void charge(int cost) throws H3Exception {
    if (!budget.spend(cost)) {
      throw new H3Exception(ErrorCode.H3_EXCESSIVE_LOAD, FloodBudget.OVERDRAWN);
    }
  }

  /// As [#charge], where nobody can take the exception.
  void spend(int cost) {
    try {
      charge(cost);
    } catch (H3Exception overdrawn) {
      fail(overdrawn);
    }
  }

  void earn(int amount) {
    budget.earn(amount);
  }

  void refused(int status, String reason) {
    parts.serving().log().refused(peer.remote(), status, reason);
  }

  // The end.

  /// Ends the connection because of what the client did.
  void fail(H3Exception violation) {
    if (over) {
      return;
    }
    refused(0, violation.code() + ": " + violation.reason());
    end(violation.code(), violation.reason());
  }

  private void end(ErrorCode code, String reason) {
    over = true;
    timer.stop();
    ByteBuf words = Unpooled.copiedBuffer(reason, StandardCharsets.US_ASCII);
    loop().execute(() -> channel.close(true, code.number(), words));
  }

  private void tick() {
    if (over) {
      return;
    }
    if (handshaking) {
      refused(0, "TLS handshake took too long");
      end(ErrorCode.H3_NO_ERROR, "");
      return;
    }
    if (drain == Drain.ANNOUNCED) {
      drain = Drain.LAST;
      goAway(nextId);
      closeWhenDrained();
    }
    long now = loop().nanos();
    for (RequestStream each : new ArrayList<>(streams)) {
      each.sweep(now);
    }
    if (streams.isEmpty() && now - idleSince > parts.serving().timeouts().idle().toNanos()) {
      end(ErrorCode.H3_NO_ERROR, "idle");
    }
    if (!over) {
      timer.start(SWEEP);
    }
  }

  /// Announces the end (RFC 9114 section 5.2): first that we are going, and a moment later, when
  /// what was on its way has come, which stream is the first that is not looked at.
  @Override
  public void drain() {
    if (over || drain != Drain.NO || control == null) {
      return;
    }
    drain = Drain.ANNOUNCED;
    goAway(ID_LAST);
    timer.start(LAST_CALL);
  }

  private void goAway(long id) {
    goAwayId = id;
    QuicStreamChannel to = control;
    if (to != null) {
      ByteBuf frame = to.alloc().directBuffer();
      Varint.write(frame, FrameType.GOAWAY);
      Varint.write(frame, Varint.size(id));
      Varint.write(frame, id);
      to.write(frame);
    }
  }

  private void closeWhenDrained() {
    if (drain == Drain.LAST && streams.isEmpty() && !over) {
      end(ErrorCode.H3_NO_ERROR, "");
    }
  }

  @Override
  public void cut() {
    over = true;
    timer.stop();
    channel.close(true, ErrorCode.H3_NO_ERROR.number(), Unpooled.EMPTY_BUFFER);
  }

  @Override
  public int place() {
    return place;
  }

  @Override
  public void place(int number) {
    place = number;
  }
}
