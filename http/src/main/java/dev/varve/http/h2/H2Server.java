package dev.varve.http.h2;

import dev.varve.http.Peer;
import dev.varve.http.h2.frame.LoopChunks;
import dev.varve.http.net.Transport;
import dev.varve.http.serve.Serving;
import dev.varve.http.serve.Successor;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;

/// HTTP/2 for the connections of one listener on one loop, with the exchanges they recycle. Belongs
/// to the loop.
public final class H2Server implements Successor {
  private final Serving serving;
  private final Workbench bench;
  private final ServerRole.Parts parts;

  public H2Server(Serving serving) {
    this.serving = serving;
    this.bench =
        new Workbench(
            new LoopChunks(serving.loop()),
            serving.loop().turnClock(),
            serving.limits().headBytes(),
            serving.limits().headFields());
    this.parts =
        new ServerRole.Parts(
            serving.loop(),
            serving.handler(),
            serving.limits(),
            serving.timeouts(),
            new ArrayDeque<>());
  }

  /// Serves a connection that was started already, whose bytes begin with the preface.
  ///
  /// @param received what was read so far, lent
  @Override
  public void open(Transport transport, Peer peer, ByteBuffer received) {
    var connection = new H2ServerConnection(serving, parts, bench, transport, peer);
    connection.open(received);
  }
}
