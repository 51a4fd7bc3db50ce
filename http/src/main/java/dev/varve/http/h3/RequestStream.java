package dev.varve.http.h3;

import dev.varve.base.LateLogger;
import dev.varve.http.BodyFailure;
import dev.varve.http.Fields;
import dev.varve.http.ServerLimits;
import dev.varve.http.field.Priority;
import dev.varve.http.stream.FloodBudget;
import dev.varve.http.stream.IncomingBody;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.quic.DefaultQuicStreamFrame;
import io.netty.handler.codec.quic.QuicStreamChannel;
import io.netty.handler.codec.quic.QuicStreamFrame;
import io.netty.handler.codec.quic.QuicStreamPriority;
import io.netty.util.concurrent.Future;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/// One stream that a client opened for a request (RFC 9114 section 4.1). Takes its octets apart,
/// writes those of the answer, and is over when both sides are through or one gave up.
///
/// At most one buffer is read that the exchange does not want yet; the rest stays in QUIC.
@SuppressWarnings(
    "FutureReturnValueIgnored") // what cannot be sent is told by the end of the channel
final class RequestStream extends ChannelInboundHandlerAdapter
    implements FrameReader.Sink, IncomingBody.Source {
  private enum State {
    /// Nothing but the head may come.
    HEAD,
    /// Data, or trailers.
    BODY,
    /// Nothing that means anything may come.
    TRAILERS_READ
  }

  private static final System.Logger LOG = LateLogger.of(RequestStream.class);

  /// The distance of two urgencies of RFC 9218 in QUIC's library, which knows 0 to 127.
  private static final int URGENCY_STEP = 16;

  private final H3Connection connection;
  private final QuicStreamChannel channel;
  private final IncomingBody in = new IncomingBody(this);
  private final ServerStream server;
  private final Outgoing outgoing = new Outgoing(this);
  private final FrameReader frames = new FrameReader(this);
  private final Runnable flushed = outgoing::flushed;
  private final Runnable answered = this::answered;
  private final long begunNanos;

  private State state = State.HEAD;
  private @Nullable ByteBuf held;
  private Fields trailers = new Fields();
  private boolean pumping;

  /// The client's last octet was read from the channel.
  private boolean inRead;

  /// The client's side has ended or does not matter any more.
  private boolean inOver;

  private boolean outOpen = true;

  /// QUIC took the answer's last octet.
  private boolean lastTaken;

  private boolean outOver;
  private boolean over;
  private int pending;
  private long movedNanos;
  private long bytesIn;
  private long droppedFrom;
  private long bytesOut;

  RequestStream(H3Connection connection, QuicStreamChannel channel) {
    this.connection = connection;
    this.channel = channel;
    this.server = new ServerStream(connection, this, in);
    this.begunNanos = connection.loop().nanos();
  }

  long id() {
    return channel.streamId();
  }

  boolean isOver() {
    return over;
  }

  Outgoing outgoing() {
    return outgoing;
  }

  long bytesIn() {
    return bytesIn;
  }

  long bytesOut() {
    return bytesOut;
  }

  // What the channel tells.

  @Override
  public void channelActive(ChannelHandlerContext context) {
    if (connection.admits(this)) {
      channel.read();
    } else {
      refuse(ErrorCode.H3_REQUEST_REJECTED);
    }
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    QuicStreamFrame frame = (QuicStreamFrame) message;
    ByteBuf came = frame.content();
    if (over || connection.isOver()) {
      came.release();
      return;
    }
    inRead = frame.hasFin();
    hold(came);
    pump();
    if (isDropping() && bytesIn - droppedFrom > limits().drainBytes()) {
      stopReceiving();
    }
  }

  private void hold(ByteBuf came) {
    bytesIn += came.readableBytes();
    ByteBuf before = held;
    if (!came.isReadable()) {
      came.release();
    } else {
      held = before == null ? came : Unpooled.wrappedBuffer(before, came);
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    if (cause instanceof RuntimeException bug) {
      LOG.log(System.Logger.Level.ERROR, "a stream failed", bug);
      abandon(
          ErrorCode.H3_INTERNAL_ERROR,
          new BodyFailure(BodyFailure.Kind.CANCELLED, "a stream failed"));
    } else if (!over) {
      connection.spend(FloodBudget.RESET);
      abandon(
          ErrorCode.H3_REQUEST_CANCELLED,
          new BodyFailure(BodyFailure.Kind.GONE, "client reset the stream"));
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    if (lastTaken) {
      // Where both sides have ended the channel closes at once, before we look at our side's end.
      answered();
    }
    if (!over && !(inRead && outOver)) {
      server
          .exchange()
          .broken(new BodyFailure(BodyFailure.Kind.GONE, "client closed the connection"));
      close();
    }
  }

  // Octets in.

  /// Passes on what was read as far as it is wanted, then reads more.
  @Override
  public void pump() {
    if (pumping) {
      return;
    }
    pumping = true;
    try {
      pumpHeld();
    } catch (H3Exception violation) {
      connection.fail(violation);
    } finally {
      pumping = false;
      if (over) {
        release();
      }
    }
    if (held == null && !over && !inRead && !connection.isOver()) {
      channel.read();
    }
  }

  private void pumpHeld() throws H3Exception {
    ByteBuf from = held;
    while (from != null && !over && (frames.read(from) || in.takes())) {
      if (!from.isReadable()) {
        release();
        from = null;
      }
    }
    if (held == null && inRead && !inOver && !over) {
      ended();
    }
  }

  @Override
  public boolean holds() {
    return held != null;
  }

  private void release() {
    ByteBuf rest = held;
    if (rest != null) {
      held = null;
      rest.release();
    }
  }

  private void ended() throws H3Exception {
    inOver = true;
    if (!frames.isBetweenFrames()) {
      throw new H3Exception(ErrorCode.H3_FRAME_ERROR, "stream ends within a frame");
    }
    if (state == State.HEAD) {
      server.malformed(ErrorCode.H3_REQUEST_INCOMPLETE, "no head before the end of the stream");
    } else if (!in.finish(trailers)) {
      server.malformed(ErrorCode.H3_MESSAGE_ERROR, "body shorter than Content-Length");
    }
    closeWhenOver();
  }

  @Override
  public int frame(long type, long length) throws H3Exception {
    if (type == FrameType.DATA) {
      return dataFrame(length);
    }
    if (type == FrameType.HEADERS) {
      return headersFrame(length);
    }
    if (isNeverHere(type)) {
      throw new H3Exception(
          ErrorCode.H3_FRAME_UNEXPECTED, "frame " + type + " on a stream of a request");
    }
    connection.charge(FloodBudget.CONTROL);
    return FrameReader.SKIP;
  }

  private static boolean isNeverHere(long type) {
    return type == FrameType.CANCEL_PUSH
        || type == FrameType.SETTINGS
        || type == FrameType.PUSH_PROMISE
        || type == FrameType.GOAWAY
        || type == FrameType.MAX_PUSH_ID
        || FrameType.isPriorityUpdate(type)
        || FrameType.isOfHttp2(type);
  }

  private int dataFrame(long length) throws H3Exception {
    if (state != State.BODY) {
      throw new H3Exception(
          ErrorCode.H3_FRAME_UNEXPECTED, "DATA before the head or behind trailers");
    }
    if (length == 0) {
      connection.charge(FloodBudget.SMALL);
    } else {
      server.dataBegins();
    }
    return FrameReader.PASS;
  }

  private int headersFrame(long length) throws H3Exception {
    if (state == State.TRAILERS_READ || server.exchange().isTunnel()) {
      throw new H3Exception(ErrorCode.H3_FRAME_UNEXPECTED, "HEADERS behind the last ones");
    }
    int most = connection.parts().blockBytes();
    if (length <= most) {
      return most;
    }
    if (state == State.HEAD) {
      server.headTooLarge("header block over " + most + " bytes");
    } else {
      server.malformed(ErrorCode.H3_MESSAGE_ERROR, "trailers over " + most + " bytes");
    }
    state = State.BODY;
    return FrameReader.SKIP;
  }

  @Override
  public boolean data(ByteBuf from, int octets) throws H3Exception {
    if (!in.takes()) {
      return false;
    }
    ByteBuffer lent = from.nioBuffer(from.readerIndex(), octets);
    from.skipBytes(octets);
    if (!in.came(octets)) {
      server.malformed(ErrorCode.H3_MESSAGE_ERROR, "body longer than Content-Length");
    } else if (!in.isCancelled()) {
      in.give(lent);
    }
    return true;
  }

  @Override
  public void complete(long type, byte[] payload, int length) throws H3Exception {
    QpackDecoder decoder = connection.parts().decoder();
    decoder.begin(payload, length);
    if (state == State.HEAD) {
      state = State.BODY;
      server.head(decoder, bytesIn, endsHere());
      return;
    }
    state = State.TRAILERS_READ;
    var fields = new Fields();
    String defect = connection.parts().heads().trailers(decoder, fields);
    trailers = fields;
    if (defect == null && !decoder.excess().isEmpty()) {
      defect = decoder.excess();
    }
    if (defect != null) {
      server.malformed(ErrorCode.H3_MESSAGE_ERROR, defect);
    }
  }

  /// Whether nothing comes behind the frame that is complete now.
  private boolean endsHere() {
    return inRead && (held == null || !held.isReadable());
  }

  @Override
  public void bodyWanted() {
    server.exchange().bodyWanted();
  }

  /// What still comes is dropped.
  @Override
  public void bodyCancelled() {
    pump();
  }

  @Override
  public void bodyEnded() {}

  /// QUIC widens its windows by itself, since what is read has been taken.
  @Override
  public void taken(int octets) {}

  /// It is dropped when it is pumped, or with the stream.
  @Override
  public void discard() {}

  @Override
  public void readerFailed(BodyFailure cause) {
    abandon(ErrorCode.H3_INTERNAL_ERROR, cause);
  }

  /// Whether the answer has left, and nobody wants the rest of the request.
  private boolean isDropping() {
    return outOver && !inOver && !in.isRead();
  }

  private void stopReceiving() {
    if (!inOver) {
      inOver = true;
      channel.shutdownInput(ErrorCode.H3_NO_ERROR.number());
    }
    closeWhenOver();
  }

  // Octets out.

  /// Whether something may be written.
  boolean isOutOpen() {
    return outOpen;
  }

  /// Octets that QUIC did not take yet.
  int pending() {
    return pending;
  }

  ByteBuf buffer(int octets) {
    return channel.alloc().directBuffer(octets);
  }

  /// Writes a HEADERS frame with a section.
  void sendHeaders(byte[] section, int length, boolean last) {
    ByteBuf frame = buffer(length + 16);
    Varint.write(frame, FrameType.HEADERS);
    Varint.write(frame, length);
    frame.writeBytes(section, 0, length);
    write(frame, last);
  }

  /// Ends the answer. Never by a FIN alone: QUIC's library forgets a stream whose octets were all
  /// acknowledged while its FIN was still waiting to leave, and the client would wait for ever. So
  /// an empty DATA frame goes with it.
  void sendEnd(Fields lastFields) {
    if (lastFields.isEmpty()) {
      ByteBuf frame = buffer(2);
      Varint.write(frame, FrameType.DATA);
      Varint.write(frame, 0);
      write(frame, true);
    } else {
      server.sendTrailers(lastFields);
    }
  }

  /// How much it matters by its field, unless the client has said otherwise (RFC 9218 section 7).
  void prioritise(Priority field) {
    Priority said = connection.takePriority(id());
    reprioritise(said == null ? field : said);
  }

  /// How much it matters among the streams of its connection.
  void reprioritise(Priority asked) {
    channel.updatePriority(
        new QuicStreamPriority(asked.urgency() * URGENCY_STEP, asked.incremental()));
  }

  void write(ByteBuf frame, boolean last) {
    int octets = frame.readableBytes();
    if (pending == 0) {
      movedNanos = connection.loop().nanos();
    }
    pending += octets;
    bytesOut += octets;
    outOpen = !last;
    channel
        .write(last ? new DefaultQuicStreamFrame(frame, true) : frame)
        .addListener(done -> written(octets, last, done));
  }

  private void written(int octets, boolean last, Future<?> done) {
    pending -= octets;
    movedNanos = connection.loop().nanos();
    if (over) {
      return;
    }
    if (!done.isSuccess()) {
      connection.spend(FloodBudget.RESET);
      abandon(
          ErrorCode.H3_REQUEST_CANCELLED,
          new BodyFailure(BodyFailure.Kind.GONE, "client takes no more of the answer"));
    } else if (last) {
      lastTaken = true;
      // Later: nobody is told of the end while the answer is being given.
      connection.loop().execute(answered);
    } else if (pending == 0) {
      connection.earn(FloodBudget.DATA_SENT);
      connection.loop().execute(flushed);
    }
  }

  private void answered() {
    if (over || outOver) {
      return;
    }
    connection.earn(FloodBudget.RESET);
    outOver = true;
    server.exchange().flushed();
    droppedFrom = bytesIn;
    if (!inOver && !in.isRead()) {
      in.close();
      pump();
    }
    closeWhenOver();
  }

  // The end.

  /// Ends both directions at once.
  void abandon(ErrorCode code, BodyFailure cause) {
    if (over) {
      return;
    }
    over = true;
    outOpen = false;
    reset(code);
    server.exchange().broken(cause);
    close();
  }

  /// Ends a stream that no exchange was made of.
  private void refuse(ErrorCode code) {
    over = true;
    reset(code);
    channel.close();
  }

  /// First our side: where both have ended, QUIC forgets the stream, and what is to be said of it.
  private void reset(ErrorCode code) {
    channel.shutdownOutput(code.number());
    channel.shutdownInput(code.number());
  }

  private void closeWhenOver() {
    if (inOver && outOver && !over) {
      over = true;
      close();
    }
  }

  private void close() {
    over = true;
    outOpen = false;
    inOver = true;
    if (!pumping) {
      release();
    }
    connection.ended(this, inRead);
    outgoing.close();
    server.exchange().closed();
    channel.close();
  }

  private ServerLimits limits() {
    return connection.parts().serving().limits();
  }

  /// Looks once in a while whether somebody takes too long.
  void sweep(long now) {
    var timeouts = connection.parts().serving().timeouts();
    if (state == State.HEAD && now - begunNanos > timeouts.head().toNanos()) {
      server.malformed(ErrorCode.H3_REQUEST_INCOMPLETE, "header block too slow");
      return;
    }
    server.exchange().sweep(now);
    if (isDropping() && now - movedNanos > timeouts.linger().toNanos()) {
      stopReceiving();
    }
    if (!over && pending > 0 && now - movedNanos > timeouts.write().toNanos()) {
      abandon(
          ErrorCode.H3_REQUEST_CANCELLED,
          new BodyFailure(BodyFailure.Kind.TOO_SLOW, "peer did not widen its window"));
    }
  }
}
