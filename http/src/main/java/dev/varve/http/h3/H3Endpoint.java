package dev.varve.http.h3;

import dev.varve.http.net.Loop;
import dev.varve.http.net.Loops;
import dev.varve.http.serve.Serving;
import dev.varve.http.tls.ServerTls;
import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.epoll.EpollDatagramChannel;
import io.netty.channel.socket.DatagramPacket;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.channel.unix.UnixChannelOption;
import io.netty.handler.codec.quic.EpollQuicUtils;
import io.netty.handler.codec.quic.Quic;
import io.netty.handler.codec.quic.QuicChannel;
import io.netty.handler.codec.quic.QuicChannelOption;
import io.netty.handler.codec.quic.QuicCodecDispatcher;
import io.netty.handler.codec.quic.QuicConnectionIdGenerator;
import io.netty.handler.codec.quic.QuicServerCodecBuilder;
import io.netty.handler.codec.quic.QuicStreamChannel;
import io.netty.handler.codec.quic.QuicStreamType;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// The UDP port of a listener, on which HTTP/3 is spoken.
///
/// Over epoll every loop has a socket of its own (SO_REUSEPORT), so connections spread like those
/// of TCP do; a packet that the kernel gives to the wrong one, because its sender moved, goes to
/// the loop that its connection id names. Over NIO one loop has the only socket.
///
/// Safe for use by several threads, none of them a loop's own.
@SuppressWarnings({"exports", "FutureReturnValueIgnored"}) // for this module; closing is final
public final class H3Endpoint implements AutoCloseable {
  private static final int READ_OCTETS = 16 * 1024;
  private static final int CONNECTION_WINDOW = 1 << 20;
  private static final int STREAM_WINDOW = 256 * 1024;
  private static final int UNI_WINDOW = 16 * 1024;
  private static final int UNI_STREAMS = 8;

  /// How many ids of a client are kept, and with them how many of its addresses.
  private static final int PATHS = 8;

  private static final int DATAGRAM_OCTETS = 1350;
  private static final int SEGMENTS = 10;

  private final List<Serving> servings;
  private final ServerTls tls;
  private final H3Options options;
  private final ConnectionIds ids = new ConnectionIds();
  private final byte[] tokenKey = new byte[RetryTokens.KEY_BYTES];
  private final List<Channel> sockets = new ArrayList<>();
  private volatile boolean stopped;

  private H3Endpoint(List<Serving> servings, ServerTls tls, H3Options options) {
    this.servings = List.copyOf(servings);
    this.tls = tls;
    this.options = options;
    new SecureRandom().nextBytes(tokenKey);
  }

  /// Whether the library that speaks QUIC runs here.
  public static boolean isAvailable() {
    return Quic.isAvailable();
  }

  /// Why it does not.
  public static String unavailability() {
    Throwable cause = Quic.unavailabilityCause();
    return cause == null ? "" : String.valueOf(cause.getMessage());
  }

  /// Begins to serve.
  ///
  /// @param address with the port to take
  /// @throws IOException when the port cannot be had
  public static H3Endpoint open(
      Loops.Kind kind,
      InetSocketAddress address,
      List<Serving> servings,
      ServerTls tls,
      H3Options options)
      throws IOException {
    var endpoint = new H3Endpoint(servings, tls, options);
    try {
      endpoint.bind(kind, address);
    } catch (IOException | RuntimeException cause) {
      endpoint.close();
      throw cause;
    }
    return endpoint;
  }

  /// Whether the port is free. Needed since sockets of two programs of one user would share it.
  ///
  /// @throws IOException when somebody has it
  public static void probe(InetSocketAddress address) throws IOException {
    try (var socket = new DatagramSocket(null)) {
      socket.bind(address);
    }
  }

  private void bind(Loops.Kind kind, InetSocketAddress address) throws IOException {
    var certificates = new QuicCertificates(tls, options.earlyData());
    var codecs = new Codecs(kind, certificates);
    for (Serving each : kind == Loops.Kind.EPOLL ? servings : servings.subList(0, 1)) {
      ChannelFuture bound = socket(kind, each.loop()).handler(codecs).bind(address);
      bound.awaitUninterruptibly();
      if (bound.cause() != null) {
        throw new IOException(bound.cause().getMessage(), bound.cause());
      }
      sockets.add(bound.channel());
    }
  }

  private static Bootstrap socket(Loops.Kind kind, Loop loop) {
    var bootstrap = new Bootstrap().group(loop.netty());
    return switch (kind) {
      case EPOLL ->
          bootstrap
              .channel(EpollDatagramChannel.class)
              .option(UnixChannelOption.SO_REUSEPORT, true);
      case NIO -> bootstrap.channel(NioDatagramChannel.class);
    };
  }

  /// Takes no new connections; those that are open go on.
  public void stop() {
    stopped = true;
  }

  /// Gives the port back. Connections must have been cut before.
  @Override
  public void close() {
    stopped = true;
    sockets.forEach(Channel::close);
  }

  /// Puts QUIC on top of each socket, and finds the loop of a packet.
  private final class Codecs extends QuicCodecDispatcher {
    private final Loops.Kind kind;
    private final QuicCertificates certificates;

    Codecs(Loops.Kind kind, QuicCertificates certificates) {
      super(ConnectionIds.OCTETS);
      this.kind = kind;
      this.certificates = certificates;
    }

    @Override
    protected QuicConnectionIdGenerator newIdGenerator(int index) {
      return ids.of(index);
    }

    @Override
    protected int decodeIndex(ByteBuf id) {
      return ids.loop(id);
    }

    @Override
    protected void initChannel(Channel socket, int idLength, QuicConnectionIdGenerator generator) {
      if (options.earlyData()) {
        socket.pipeline().addLast(new HelloFirst());
      }
      socket.pipeline().addLast(codec(kind, parts(), generator, certificates));
    }
  }

  /// The parts of the loop that this is called on.
  private H3Parts parts() {
    for (Serving each : servings) {
      if (each.loop().inLoop()) {
        return new H3Parts(each, tls, options, () -> stopped);
      }
    }
    throw new IllegalStateException("not on a loop of this listener");
  }

  private ChannelHandler codec(
      Loops.Kind kind,
      H3Parts parts,
      QuicConnectionIdGenerator generator,
      QuicCertificates certificates) {
    var builder =
        new QuicServerCodecBuilder()
            .sslContext(certificates.first())
            .localConnectionIdLength(ConnectionIds.OCTETS)
            .connectionIdAddressGenerator(generator)
            .tokenHandler(tokens(parts))
            .maxIdleTimeout(silence(parts).toMillis(), TimeUnit.MILLISECONDS)
            .maxSendUdpPayloadSize(DATAGRAM_OCTETS)
            .initialMaxData(CONNECTION_WINDOW)
            .initialMaxStreamDataBidirectionalRemote(STREAM_WINDOW)
            .initialMaxStreamDataUnidirectional(UNI_WINDOW)
            .initialMaxStreamsBidirectional(parts.serving().limits().streams())
            .initialMaxStreamsUnidirectional(UNI_STREAMS)
            .activeMigration(true)
            .activeConnectionIdLimit(PATHS)
            .handler(new Connections(parts))
            .streamOption(ChannelOption.AUTO_READ, false)
            .streamOption(
                ChannelOption.RECVBUF_ALLOCATOR, new FixedRecvByteBufAllocator(READ_OCTETS))
            .streamHandler(new Streams());
    if (kind == Loops.Kind.EPOLL) {
      builder.option(
          QuicChannelOption.SEGMENTED_DATAGRAM_PACKET_ALLOCATOR,
          EpollQuicUtils.newSegmentedAllocator(SEGMENTS));
    }
    return builder.build();
  }

  private RetryTokens tokens(H3Parts parts) {
    return new RetryTokens(
        tokenKey,
        parts::wantsProof,
        parts.serving().loop().clock()::epochMillis,
        parts.serving().timeouts().handshake().toMillis());
  }

  /// Idle connections are ended by [H3Connection]; QUIC itself only has to forget clients that
  /// vanished, and must not do so while one waits for a slow answer.
  private static Duration silence(H3Parts parts) {
    var timeouts = parts.serving().timeouts();
    Duration longest = timeouts.idle();
    for (Duration each : List.of(timeouts.handler(), timeouts.write(), timeouts.bodyGrace())) {
      longest = each.compareTo(longest) > 0 ? each : longest;
    }
    return longest.plusSeconds(1);
  }

  /// Lets the handshake come as far as the keys of early data before the packet behind is looked
  /// at, which mostly has such data; else that would wait for the end of the handshake, and nothing
  /// would be gained.
  private static final class HelloFirst extends ChannelInboundHandlerAdapter {
    private static final int KIND = 0xf0;
    private static final int INITIAL = 0xc0;

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
      ByteBuf octets = ((DatagramPacket) message).content();
      boolean hello =
          octets.isReadable() && (octets.getByte(octets.readerIndex()) & KIND) == INITIAL;
      context.fireChannelRead(message);
      if (hello) {
        context.fireChannelReadComplete();
      }
    }
  }

  /// Gives connections their handler.
  private static final class Connections extends ChannelInitializer<QuicChannel> {
    private final H3Parts parts;

    Connections(H3Parts parts) {
      this.parts = parts;
    }

    @Override
    protected void initChannel(QuicChannel channel) {
      channel.pipeline().addLast(new H3Connection(parts, channel));
    }
  }

  /// Gives streams their handler.
  private static final class Streams extends ChannelInitializer<QuicStreamChannel> {
    @Override
    protected void initChannel(QuicStreamChannel stream) {
      @Nullable H3Connection connection = stream.parent().pipeline().get(H3Connection.class);
      if (connection == null) {
        stream.close();
      } else if (stream.type() == QuicStreamType.BIDIRECTIONAL) {
        stream.config().setReadFrames(true); // whether the head is the end has to be known with it
        stream.pipeline().addLast(new RequestStream(connection, stream));
      } else {
        stream.pipeline().addLast(new UniStream(connection, stream));
      }
    }
  }
}
