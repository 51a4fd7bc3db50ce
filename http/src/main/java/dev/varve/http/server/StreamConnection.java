package dev.varve.http.server;

import dev.varve.http.Peer;
import dev.varve.http.net.Transport;
import dev.varve.http.serve.ServerConnection;
import dev.varve.http.serve.Serving;
import org.jspecify.annotations.Nullable;

/// A connection whose bytes belong to its [StreamHandler]; counted against the limits of its
/// listener until it is closed. Belongs to its loop.
public final class StreamConnection {
  private final Serving serving;
  private final Transport transport;
  private final Peer peer;
  private final Place place = new Place();
  private @Nullable Runnable cut;

  StreamConnection(Serving serving, Transport transport, Peer peer) {
    this.serving = serving;
    this.transport = transport;
    this.peer = peer;
    serving.add(place);
  }

  public Transport transport() {
    return transport;
  }

  public Peer peer() {
    return peer;
  }

  /// What to do when the listener ends all connections at once, in place of [#close].
  public void onCut(Runnable action) {
    cut = action;
  }

  /// Ends the connection; of no effect the second time.
  public void close() {
    transport.close();
    serving.remove(place, peer.remote());
  }

  /// A stream has no moment between two requests: it is drained by waiting for its end.
  private final class Place implements ServerConnection {
    private int place = -1;

    @Override
    public void drain() {}

    @Override
    public void cut() {
      if (cut == null) {
        close();
      } else {
        cut.run();
      }
    }

    @Override
    public int place() {
      return place;
    }

    @Override
    public void place(int place) {
      this.place = place;
    }
  }
}
