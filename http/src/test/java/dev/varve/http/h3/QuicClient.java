package dev.varve.http.h3;

import dev.varve.testkit.Await;
import dev.varve.testkit.TestCertificates;
import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollDatagramChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.handler.codec.quic.DefaultQuicStreamFrame;
import io.netty.handler.codec.quic.QuicChannel;
import io.netty.handler.codec.quic.QuicChannelBootstrap;
import io.netty.handler.codec.quic.QuicClientCodecBuilder;
import io.netty.handler.codec.quic.QuicConnectionCloseEvent;
import io.netty.handler.codec.quic.QuicSslContext;
import io.netty.handler.codec.quic.QuicSslContextBuilder;
import io.netty.handler.codec.quic.QuicStreamChannel;
import io.netty.handler.codec.quic.QuicStreamResetException;
import io.netty.handler.codec.quic.QuicStreamType;
import io.netty.handler.codec.quic.SslEarlyDataReadyEvent;
import io.netty.util.concurrent.Future;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// A client of QUIC that knows nothing of HTTP/3: opens streams and writes any octets on them.
@SuppressWarnings("FutureReturnValueIgnored") // a test waits for what it brings about
final class QuicClient implements AutoCloseable {
  /// What a client offers.
  ///
  /// @param serverName the SNI name
  /// @param window octets of a stream, and of the connection, the server may send
  /// @param context kept by a client that wants to come again with a ticket
  record Terms(String serverName, String alpn, int window, @Nullable QuicSslContext context) {
    static final Terms DEFAULT = new Terms("one.test", "h3", 1 << 20, null);

    Terms withServerName(String name) {
      return new Terms(name, alpn, window, context);
    }

    Terms withAlpn(String protocol) {
      return new Terms(serverName, protocol, window, context);
    }

    Terms withWindow(int octets) {
      return new Terms(serverName, alpn, octets, context);
    }

    Terms withContext(QuicSslContext kept) {
      return new Terms(serverName, alpn, window, kept);
    }
  }

  private final MultiThreadIoEventLoopGroup group =
      new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory());
  private final Channel socket;
  private final QuicChannel channel;
  private final List<Stream> fromServer = new CopyOnWriteArrayList<>();
  private volatile int closeCode = -1;
  private volatile boolean isClosedByHttp;

  private QuicClient(int port, Terms terms, @Nullable EarlyWork early) {
    QuicSslContext context = terms.context() == null ? context(terms) : terms.context();
    Channel opening = null;
    try {
      socket =
          new Bootstrap()
              .group(group)
              .channel(EpollDatagramChannel.class)
              .handler(
                  new QuicClientCodecBuilder()
                      .sslEngineProvider(
                          quic -> context.newEngine(quic.alloc(), terms.serverName(), port))
                      .maxIdleTimeout(20, TimeUnit.SECONDS)
                      .initialMaxData(terms.window())
                      .initialMaxStreamDataBidirectionalLocal(terms.window())
                      .initialMaxStreamDataUnidirectional(terms.window())
                      .initialMaxStreamsUnidirectional(10)
                      .build())
              .bind(0)
              .sync()
              .channel();
      opening = socket;
      QuicChannelBootstrap bootstrap =
          QuicChannel.newBootstrap(socket)
              .handler(new Watch(early))
              .streamHandler(
                  new ChannelInitializer<QuicStreamChannel>() {
                    @Override
                    protected void initChannel(QuicStreamChannel stream) {
                      var taken = new Stream(stream);
                      fromServer.add(taken);
                      stream.pipeline().addLast(taken.new Reader());
                    }
                  })
              .remoteAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      channel = await(bootstrap.connect());
    } catch (InterruptedException | RuntimeException failed) {
      Channel opened = opening;
      if (opened != null) {
        opened.close().awaitUninterruptibly(1_000);
      }
      group.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
      throw failed instanceof RuntimeException bug ? bug : new IllegalStateException(failed);
    }
  }

  /// What a client does before the handshake is over.
  interface EarlyWork {
    void begin(QuicClient client, QuicChannel channel);
  }

  static QuicClient connect(int port) {
    return connect(port, Terms.DEFAULT);
  }

  static QuicClient connect(int port, Terms terms) {
    return new QuicClient(port, terms, null);
  }

  /// Connects with a ticket of an earlier connection of the same context.
  static QuicClient resume(int port, Terms terms, EarlyWork early) {
    return new QuicClient(port, terms, early);
  }

  /// What keeps the tickets of several connections.
  static QuicSslContext context(Terms terms) {
    return QuicSslContextBuilder.forClient()
        .trustManager(TestCertificates.certificate("authority").toFile())
        .applicationProtocols(terms.alpn())
        .earlyData(true)
        .build();
  }

  /// The first packet of a client, which then hears no more of it.
  static byte[] initial() {
    try (var hole = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
      hole.setSoTimeout(20_000);
      var packet = new DatagramPacket(new byte[2_048], 2_048);
      Thread client = Thread.ofVirtual().start(() -> silently(hole.getLocalPort()));
      hole.receive(packet);
      client.interrupt();
      client.join();
      return Arrays.copyOf(packet.getData(), packet.getLength());
    } catch (IOException | InterruptedException failed) {
      throw new IllegalStateException(failed);
    }
  }

  private static void silently(int port) {
    try {
      connect(port).close();
    } catch (IllegalStateException _) {
      // Nobody answers: that was the intention.
    }
  }

  private static <T> T await(Future<T> future) {
    try {
      if (!future.await(5_000)) {
        throw new IllegalStateException("nothing happened in time");
      }
    } catch (InterruptedException stopped) {
      throw new IllegalStateException(stopped);
    }
    if (future.cause() != null) {
      throw new IllegalStateException(future.cause());
    }
    return future.getNow();
  }

  QuicChannel channel() {
    return channel;
  }

  Stream open() {
    return open(channel, QuicStreamType.BIDIRECTIONAL);
  }

  Stream openUni() {
    return open(channel, QuicStreamType.UNIDIRECTIONAL);
  }

  private static Stream open(QuicChannel on, QuicStreamType type) {
    var opened = new Stream[1];
    await(
        on.newStreamBootstrap()
            .type(type)
            .handler(
                new ChannelInitializer<QuicStreamChannel>() {
                  @Override
                  protected void initChannel(QuicStreamChannel stream) {
                    opened[0] = new Stream(stream);
                    stream.pipeline().addLast(opened[0].new Reader());
                  }
                })
            .create());
    return opened[0];
  }

  /// Opens a stream on the client's own thread, where nobody may wait.
  static void openNow(QuicChannel on, Consumer<Stream> then) {
    on.newStreamBootstrap()
        .type(QuicStreamType.BIDIRECTIONAL)
        .handler(
            new ChannelInitializer<QuicStreamChannel>() {
              @Override
              protected void initChannel(QuicStreamChannel stream) {
                var opened = new Stream(stream);
                stream.pipeline().addLast(opened.new Reader());
                then.accept(opened);
              }
            })
        .create();
  }

  /// Streams that the server opened.
  List<Stream> fromServer() {
    return fromServer;
  }

  /// The code the server closed the connection with; waits for it.
  int closeCode() {
    Await.until("the server closed the connection", () -> closeCode >= 0);
    return closeCode;
  }

  /// Whether that was an error of HTTP/3, not of QUIC.
  boolean isClosedByHttp() {
    return isClosedByHttp;
  }

  /// Whether the server allows another stream for a request.
  boolean mayOpen() {
    return channel.peerAllowedStreams(QuicStreamType.BIDIRECTIONAL) > 0;
  }

  boolean isOpen() {
    return closeCode < 0 && channel.isOpen();
  }

  /// Ends the connection.
  void leave() {
    channel.close(true, 0x100, Unpooled.EMPTY_BUFFER).awaitUninterruptibly(1_000);
  }

  @Override
  public void close() {
    leave();
    socket.close().awaitUninterruptibly(1_000);
    group.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
  }

  private final class Watch extends ChannelInboundHandlerAdapter {
    private final @Nullable EarlyWork early;

    Watch(@Nullable EarlyWork early) {
      this.early = early;
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
      if (event instanceof QuicConnectionCloseEvent closed) {
        isClosedByHttp = closed.isApplicationClose();
        closeCode = closed.error();
      } else if (event instanceof SslEarlyDataReadyEvent && early != null) {
        early.begin(QuicClient.this, (QuicChannel) context.channel());
      }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
      // Told by the close event, or by what a test waits for in vain.
    }
  }

  /// One stream, with what came on it.
  static final class Stream {
    private final QuicStreamChannel channel;
    private final ByteBuf received = Unpooled.buffer();
    private boolean ended;
    private long resetCode = -1;

    Stream(QuicStreamChannel channel) {
      this.channel = channel;
    }

    Stream send(byte[]... pieces) {
      channel.writeAndFlush(Unpooled.copiedBuffer(Unpooled.wrappedBuffer(pieces)));
      return this;
    }

    /// Sends pieces and ends the client's side with them. There is no end without octets: QUIC's
    /// library forgets a stream whose octets were all acknowledged while its FIN waits to leave.
    Stream sendLast(byte[]... pieces) {
      channel.writeAndFlush(
          new DefaultQuicStreamFrame(Unpooled.copiedBuffer(Unpooled.wrappedBuffer(pieces)), true));
      return this;
    }

    Stream reset(int code) {
      channel.shutdownOutput(code);
      return this;
    }

    /// Reads nothing until it is told to.
    Stream autoRead(boolean on) {
      channel.config().setAutoRead(on);
      return this;
    }

    /// Whether the server lets more be sent.
    boolean isWritable() {
      return channel.isWritable();
    }

    synchronized byte[] received() {
      var bytes = new byte[received.readableBytes()];
      received.getBytes(received.readerIndex(), bytes);
      return bytes;
    }

    synchronized int receivedCount() {
      return received.readableBytes();
    }

    synchronized boolean isEnded() {
      return ended;
    }

    /// The code the server reset the stream with; waits for it.
    long resetCode() {
      Await.until("the server reset the stream", () -> code() >= 0);
      return code();
    }

    private synchronized long code() {
      return resetCode;
    }

    Stream awaitEnd() {
      Await.until("the server ended the stream", this::isEnded);
      return this;
    }

    private final class Reader extends ChannelInboundHandlerAdapter {
      @Override
      public void channelRead(ChannelHandlerContext context, Object message) {
        synchronized (Stream.this) {
          received.writeBytes((ByteBuf) message);
        }
        ((ByteBuf) message).release();
      }

      @Override
      public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event instanceof ChannelInputShutdownEvent) {
          synchronized (Stream.this) {
            ended = true;
          }
        }
      }

      @Override
      public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        if (cause instanceof QuicStreamResetException reset) {
          synchronized (Stream.this) {
            resetCode = reset.applicationProtocolCode();
          }
        }
      }
    }
  }
}
