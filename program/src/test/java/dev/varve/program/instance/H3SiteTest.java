package dev.varve.program.instance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.base.Clock;
import dev.varve.base.json.Json;
import dev.varve.graph.Graph;
import dev.varve.testkit.Await;
import dev.varve.testkit.Ports;
import dev.varve.testkit.TestCertificates;
import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.handler.codec.quic.DefaultQuicStreamFrame;
import io.netty.handler.codec.quic.QuicChannel;
import io.netty.handler.codec.quic.QuicClientCodecBuilder;
import io.netty.handler.codec.quic.QuicSslContext;
import io.netty.handler.codec.quic.QuicSslContextBuilder;
import io.netty.handler.codec.quic.QuicStreamChannel;
import io.netty.handler.codec.quic.QuicStreamType;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `listen.*.protocols: [h1, h3]`, from the configuration to what clients get.
@SuppressWarnings("FutureReturnValueIgnored") // a test waits for what it brings about
final class H3SiteTest {
  /// HEADERS: GET, https, /, one.test; all but the last from the static table (RFC 9204).
  private static final byte[] GET =
      HexFormat.of().parseHex("010f0000d1d7c15008" + "6f6e652e74657374");

  @TempDir private Path folder;

  private Instance serving(int port) {
    return serving(port, "");
  }

  private Instance serving(int port, String listener) {
    String graph =
        """
        {"listen": {"https": {"address": "127.0.0.1:%d", "tls": true,
                              "protocols": ["h1", "h3"] %s}},
         "tls": {"certificates": {"certificate": "%s", "key": "%s"}},
         "sites": {"*": [{"path": "/*", "respond": {"body": "a site"}}]}}
        """
            .formatted(
                port, listener, TestCertificates.certificate("one"), TestCertificates.key("one"));
    return Instance.start(
        Graph.read(Json.parse(graph)),
        new InstanceOptions(
            folder,
            folder.resolve("data"),
            new HostPort("127.0.0.1", 0),
            2,
            false,
            false,
            Clock.SYSTEM));
  }

  @Test
  void aConfiguredSiteAnswersOverHttp3AndSaysSoOverTcp() throws Exception {
    int port = Ports.free();
    try (var instance = serving(port);
        var client = SecureClient.open()) {
      assertThat(instance.urls()).hasSize(1);
      HttpResponse<String> answer =
          client.send(
              HttpRequest.newBuilder(URI.create("https://localhost:" + port + "/")).build(),
              HttpResponse.BodyHandlers.ofString());
      assertThat(answer.body()).isEqualTo("a site");
      assertThat(answer.headers().allValues("alt-svc"))
          .containsExactly("h3=\":" + port + "\"; ma=86400");
      assertThat(overQuic(port, "a site")).contains("a site");
    }
  }

  /// `limits.requests`: GOAWAY (7) with the id of the first stream that is not looked at (RFC 9114
  /// section 5.2).
  @Test
  void aConnectionEndsAfterItsRequests() throws Exception {
    int port = Ports.free();
    try (var _ = serving(port, ", \"limits\": {\"requests\": 1}")) {
      assertThat(overQuic(port, "\7\1\4")).contains("a site");
    }
  }

  /// The octets that the server sent, on all streams, once these were among them.
  private static String overQuic(int port, String awaited) throws Exception {
    QuicSslContext context =
        QuicSslContextBuilder.forClient()
            .trustManager(TestCertificates.certificate("authority").toFile())
            .applicationProtocols("h3")
            .build();
    var group = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    try {
      var codec =
          new QuicClientCodecBuilder()
              .sslEngineProvider(quic -> context.newEngine(quic.alloc(), "one.test", port))
              .initialMaxData(1 << 20)
              .initialMaxStreamDataBidirectionalLocal(1 << 20)
              .initialMaxStreamDataUnidirectional(1 << 16)
              .initialMaxStreamsUnidirectional(3)
              .build();
      var socket =
          new Bootstrap()
              .group(group)
              .channel(NioDatagramChannel.class)
              .handler(codec)
              .bind(0)
              .sync()
              .channel();
      var pieces = new ConcurrentLinkedQueue<String>();
      QuicChannel channel =
          QuicChannel.newBootstrap(socket)
              .streamHandler(
                  new ChannelInitializer<QuicStreamChannel>() {
                    @Override
                    protected void initChannel(QuicStreamChannel stream) {
                      stream.pipeline().addLast(new Answer(pieces));
                    }
                  })
              .remoteAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), port))
              .connect()
              .get(20, TimeUnit.SECONDS);
      channel
          .createStream(QuicStreamType.BIDIRECTIONAL, new Answer(pieces))
          .get(20, TimeUnit.SECONDS)
          .writeAndFlush(new DefaultQuicStreamFrame(Unpooled.copiedBuffer(GET), true));
      Await.until("the server said so", () -> String.join("", pieces).contains(awaited));
      channel.close().sync();
      socket.close().sync();
      return String.join("", pieces);
    } finally {
      group.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
    }
  }

  /// What came on a stream.
  private static final class Answer extends ChannelInboundHandlerAdapter {
    private final Queue<String> pieces;

    Answer(Queue<String> pieces) {
      this.pieces = pieces;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
      pieces.add(((ByteBuf) message).toString(StandardCharsets.ISO_8859_1));
      ((ByteBuf) message).release();
    }
  }
}
