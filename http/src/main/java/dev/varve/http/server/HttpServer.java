package dev.varve.http.server;

import dev.varve.http.Handler;
import dev.varve.http.net.Loops;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/// A set of listeners on event loops. Listeners may be added and closed while others serve. Safe
/// for use by several threads, none of them a loop's own.
public final class HttpServer implements AutoCloseable {
  private final Loops loops;
  private final List<Listener> listeners = new CopyOnWriteArrayList<>();

  /// A server without listeners. The loops stay the caller's.
  public HttpServer(Loops loops) {
    this.loops = loops;
  }

  /// Begins to serve at an address, on all loops.
  ///
  /// @throws dev.varve.base.Failure when the address cannot be had; names who has it where possible
  public Listener listen(ListenerOptions options, Handler handler) {
    Listener listener = Listener.open(loops, options, handler, listeners::remove);
    listeners.add(listener);
    return listener;
  }

  /// The listeners that are open.
  public List<Listener> listeners() {
    return List.copyOf(listeners);
  }

  /// Stops accepting, ends idle connections, lets exchanges in flight finish and cuts what is left
  /// after the limit. Says whether all finished in time.
  public boolean drain(Duration limit) throws InterruptedException {
    long end = System.nanoTime() + limit.toNanos();
    List<Listener> all = List.copyOf(listeners);
    all.forEach(Listener::stop);
    boolean whole = true;
    for (Listener each : all) {
      whole &= each.drain(Duration.ofNanos(Math.max(0, end - System.nanoTime())));
    }
    return whole;
  }

  /// Cuts everything.
  @Override
  public void close() {
    listeners.forEach(Listener::close);
  }
}
