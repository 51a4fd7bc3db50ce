package dev.varve.http.h1;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.varve.http.EchoHandler;
import dev.varve.http.Handler;
import dev.varve.http.Peer;
import dev.varve.http.ServerLimits;
import dev.varve.http.ServerTimeouts;
import dev.varve.http.TlsFacts;
import dev.varve.http.fuzz.Pieces;
import dev.varve.http.net.MemoryTransport;
import dev.varve.http.serve.Gate;
import dev.varve.http.serve.Serving;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Any bytes to a server of HTTP/1.1: the same requests reach the handler and the same answers the
/// client whatever packets they come in, every answer is well formed, and the connection ends with
/// the client's side.
public final class RequestFuzz {
  private static final Pattern VARYING =
      Pattern.compile("date: [^\r]*\r\n|HTTP/1\\.1 100 Continue\r\n\r\n");

  private RequestFuzz() {}

  /// Called by Jazzer.
  public static void fuzzerTestOneInput(byte[] input) {
    Pieces.same(serve(Pieces.whole(input)), serve(Pieces.torn(input)));
  }

  private static String serve(List<ByteBuffer> pieces) {
    var echo = new EchoHandler();
    Handler handler =
        exchange -> {
          if (exchange.request().isConnect()) {
            exchange.tunnel(exchange.response(), exchange.body());
          } else {
            echo.handle(exchange);
          }
        };
    var transport = new MemoryTransport(Pieces.loop());
    var serving =
        new Serving(
            transport.loop(),
            handler,
            ServerLimits.DEFAULT.withHead(1_024, 16).withTargetBytes(256),
            ServerTimeouts.DEFAULT,
            new Gate(ServerLimits.DEFAULT));
    var server = new H1Server(serving, null);
    transport.turn(() -> server.open(transport, new Plain(transport)));
    for (ByteBuffer each : pieces) {
      transport.send(each);
    }
    transport.sendEnd();
    if (transport.isOpen()) {
      throw new AssertionError("connection must end with its client");
    }
    String answers = new String(transport.written(), ISO_8859_1);
    if (!answers.isEmpty() && !answers.startsWith("HTTP/1.1 ")) {
      throw new AssertionError("answer must be HTTP/1.1, but is " + answers);
    }
    return echo.asked + "\n" + VARYING.matcher(answers).replaceAll("");
  }

  /// The test at the other end of a transport.
  record Plain(MemoryTransport transport) implements Peer {
    @Override
    public SocketAddress remote() {
      return transport.remote();
    }

    @Override
    public Peer.Address address() {
      return Peer.Address.of(remote());
    }

    @Override
    public SocketAddress local() {
      return transport.local();
    }

    @Override
    public String scheme() {
      return "http";
    }

    @Override
    public @Nullable TlsFacts tls() {
      return null;
    }
  }
}
