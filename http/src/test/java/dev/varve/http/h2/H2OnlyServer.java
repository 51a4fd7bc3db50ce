package dev.varve.http.h2;

import dev.varve.http.Peer;
import dev.varve.http.ServerLimits;
import dev.varve.http.ServerTimeouts;
import dev.varve.http.net.Acceptor;
import dev.varve.http.net.Loop;
import dev.varve.http.net.Loops;
import dev.varve.http.net.Transport;
import dev.varve.http.serve.Client;
import dev.varve.http.serve.Gate;
import dev.varve.http.serve.Serving;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;

/// The program h2spec is run against: plain connections that speak HTTP/2 and nothing else. A
/// listener that speaks HTTP/1.1 too answers a wrong preface with 400 before it closes, which
/// h2spec does not understand.
final class H2OnlyServer {
  private static final System.Logger LOG = System.getLogger(H2OnlyServer.class.getName());

  private H2OnlyServer() {}

  /// @param args the port, 0 for a free one, which is printed
  public static void main(String[] args) throws InterruptedException {
    int port = Integer.parseInt(args[0]);
    try (Loops loops = Loops.start(1)) {
      Loop loop = loops.next();
      loop.execute(() -> listen(loop, port));
      Thread.currentThread().join();
    }
  }

  private static void listen(Loop loop, int port) {
    var limits = ServerLimits.DEFAULT;
    var serving =
        new Serving(loop, H2TestServer::answer, limits, ServerTimeouts.DEFAULT, new Gate(limits));
    var server = new H2Server(serving);
    try {
      Acceptor acceptor =
          loop.listen(
              new InetSocketAddress(InetAddress.getLoopbackAddress(), port),
              new Acceptor.Options(1024, true, false),
              transport -> accepted(serving, server, transport));
      int bound = ((InetSocketAddress) acceptor.local()).getPort();
      LOG.log(System.Logger.Level.INFO, "port " + bound);
    } catch (IOException cause) {
      LOG.log(System.Logger.Level.ERROR, "must be able to listen", cause);
    }
  }

  private static void accepted(Serving serving, H2Server server, Transport transport) {
    serving.gate().opened();
    serving.gate().entered(transport.remote());
    try {
      transport.start(new Nothing());
      var peer = new Client(transport, Peer.Address.of(transport.remote()), null);
      server.open(transport, peer, ByteBuffer.allocate(0));
    } catch (IOException _) {
      transport.close();
    }
  }

  /// Takes the events until the server does.
  private record Nothing() implements Transport.Events {
    @Override
    public void readable() {}

    @Override
    public void writable() {}
  }
}
