package dev.varve.http.h3;

import dev.varve.http.field.Priority;
import dev.varve.http.stream.FloodBudget;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.handler.codec.quic.QuicStreamChannel;
import java.nio.charset.StandardCharsets;

/// A stream on which only the client speaks (RFC 9114 section 6.2): its control stream, one of the
/// two of QPACK, or one of a kind that nobody knows, which is not read.
@SuppressWarnings(
    "FutureReturnValueIgnored") // what cannot be sent is told by the end of the channel
final class UniStream extends ChannelInboundHandlerAdapter implements FrameReader.Sink {
  private static final int SETTINGS_MOST = 4096;
  private static final int ID_MOST = 8;
  private static final int PRIORITY_MOST = 64;
  private static final int NO_CAPACITY = 0x20;

  private final H3Connection connection;
  private final QuicStreamChannel channel;
  private final FrameReader frames = new FrameReader(this);
  private final ByteBuf start = Unpooled.buffer(ID_MOST, ID_MOST);
  private long kind = -1;
  private boolean hasSettings;
  private boolean inNumber;

  UniStream(H3Connection connection, QuicStreamChannel channel) {
    this.connection = connection;
    this.channel = channel;
  }

  @Override
  public void channelActive(ChannelHandlerContext context) {
    channel.read();
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    ByteBuf in = (ByteBuf) message;
    try {
      if (!connection.isOver() && (kind >= 0 || readKind(in))) {
        read(in);
      }
    } catch (H3Exception violation) {
      connection.fail(violation);
    } finally {
      in.release();
    }
    if (!connection.isOver() && channel.isOpen()) {
      channel.read();
    }
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext context, Object event) {
    if (event instanceof ChannelInputShutdownEvent) {
      ended();
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    ended();
  }

  private void ended() {
    if (isCritical()) {
      connection.fail(
          new H3Exception(
              ErrorCode.H3_CLOSED_CRITICAL_STREAM, "stream of kind " + kind + " ended"));
    } else {
      connection.spend(FloodBudget.RESET);
      channel.close();
    }
  }

  private boolean isCritical() {
    return kind == FrameType.CONTROL_STREAM
        || kind == FrameType.QPACK_ENCODER_STREAM
        || kind == FrameType.QPACK_DECODER_STREAM;
  }

  private boolean readKind(ByteBuf in) throws H3Exception {
    while (in.isReadable()
        && (!start.isReadable() || Varint.length(start.getByte(0)) > start.readableBytes())) {
      start.writeByte(in.readByte());
    }
    if (!start.isReadable() || Varint.length(start.getByte(0)) > start.readableBytes()) {
      return false;
    }
    kind = Varint.read(start);
    if (kind == FrameType.PUSH_STREAM) {
      throw new H3Exception(ErrorCode.H3_STREAM_CREATION_ERROR, "a client must not push");
    }
    if (isCritical()) {
      connection.critical((int) kind);
    } else {
      connection.charge(FloodBudget.RESET);
      connection.leftOpen();
      channel.shutdownInput(ErrorCode.H3_STREAM_CREATION_ERROR.number());
      channel.close();
    }
    return true;
  }

  private void read(ByteBuf in) throws H3Exception {
    if (kind == FrameType.CONTROL_STREAM) {
      frames.read(in);
    } else if (kind == FrameType.QPACK_ENCODER_STREAM) {
      readEncoder(in);
    } else if (kind == FrameType.QPACK_DECODER_STREAM) {
      readDecoder(in);
    }
  }

  /// Without a dynamic table there is only one thing to say about it: that it has no capacity.
  private void readEncoder(ByteBuf in) throws H3Exception {
    while (in.isReadable()) {
      if (in.readByte() != NO_CAPACITY) {
        throw new H3Exception(
            ErrorCode.QPACK_ENCODER_STREAM_ERROR, "client fills a table that was not allowed");
      }
      connection.charge(FloodBudget.SMALL);
    }
  }

  /// What we sent never needs to be acknowledged; streams may be cancelled.
  private void readDecoder(ByteBuf in) throws H3Exception {
    while (in.isReadable()) {
      int octet = in.readUnsignedByte();
      if (inNumber) {
        inNumber = (octet & 0x80) != 0;
      } else if ((octet & 0xc0) == 0x40) {
        inNumber = (octet & 0x3f) == 0x3f;
        connection.charge(FloodBudget.SMALL);
      } else {
        throw new H3Exception(
            ErrorCode.QPACK_DECODER_STREAM_ERROR, "client acknowledges what was never sent");
      }
    }
  }

  @Override
  public int frame(long type, long length) throws H3Exception {
    if (!hasSettings) {
      if (type != FrameType.SETTINGS) {
        throw new H3Exception(
            ErrorCode.H3_MISSING_SETTINGS, "control stream begins without SETTINGS");
      }
      hasSettings = true;
      return SETTINGS_MOST;
    }
    if (type == FrameType.GOAWAY
        || type == FrameType.MAX_PUSH_ID
        || type == FrameType.CANCEL_PUSH) {
      connection.charge(FloodBudget.CONTROL);
      if (length == 0 || length > ID_MOST) {
        throw new H3Exception(ErrorCode.H3_FRAME_ERROR, "frame " + type + " must hold one number");
      }
      return ID_MOST;
    }
    if (FrameType.isPriorityUpdate(type)) {
      connection.charge(FloodBudget.CONTROL);
      return length == 0 || length > ID_MOST + PRIORITY_MOST ? unreadable(type) : (int) length;
    }
    if (isNeverHere(type)) {
      throw new H3Exception(
          ErrorCode.H3_FRAME_UNEXPECTED, "frame " + type + " on the control stream");
    }
    connection.charge(FloodBudget.CONTROL);
    return FrameReader.SKIP;
  }

  private static int unreadable(long type) throws H3Exception {
    throw new H3Exception(ErrorCode.H3_FRAME_ERROR, "frame " + type + " of a wrong length");
  }

  private static boolean isNeverHere(long type) {
    return type == FrameType.DATA
        || type == FrameType.HEADERS
        || type == FrameType.SETTINGS
        || type == FrameType.PUSH_PROMISE
        || FrameType.isOfHttp2(type);
  }

  @Override
  public boolean data(ByteBuf in, int octets) {
    throw new IllegalStateException("no data on a control stream");
  }

  @Override
  public void complete(long type, byte[] payload, int length) throws H3Exception {
    ByteBuf in = Unpooled.wrappedBuffer(payload, 0, length);
    if (type == FrameType.SETTINGS) {
      Settings.check(in);
      return;
    }
    if (FrameType.isPriorityUpdate(type)) {
      prioritise(type, in);
      return;
    }
    if (Varint.length(in.getByte(0)) != length) {
      throw new H3Exception(ErrorCode.H3_FRAME_ERROR, "frame " + type + " must hold one number");
    }
    connection.numbered((int) type, Varint.read(in));
  }

  private void prioritise(long type, ByteBuf in) throws H3Exception {
    if (Varint.length(in.getByte(0)) > in.readableBytes()) {
      unreadable(type);
    }
    long id = Varint.read(in);
    if (type != FrameType.PRIORITY_UPDATE) {
      throw new H3Exception(ErrorCode.H3_ID_ERROR, "priority of a push that there is not");
    }
    connection.prioritise(id, Priority.of(in.toString(StandardCharsets.ISO_8859_1)));
  }
}
