package dev.varve.http.server;

import dev.varve.http.Exchange;
import dev.varve.http.Handler;
import dev.varve.http.net.Loops;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/// A set of listeners on event loops. Listeners may be added and closed while others serve. Safe
/// for use by several threads, none of them a loop's own.
public final class HttpServer implements AutoCloseable {
  /// Listeners of streams make no exchanges.
  private static final Handler NOBODY = Exchange::abort;

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
    return add(Listener.open(loops, options, handler, null, listeners::remove));
  }

  /// Begins to accept connections that speak no HTTP, on all loops. Of the options TLS is not
  /// spoken: that is the handler's affair.
  ///
  /// @throws dev.varve.base.Failure when the address cannot be had
  public Listener listen(ListenerOptions options, StreamHandler streams) {
    return add(Listener.open(loops, options, NOBODY, streams, listeners::remove));
  }

  private Listener add(Listener listener) {
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
