package dev.varve.http.server;

import dev.varve.http.Exchange;
import dev.varve.http.Handler;
import dev.varve.http.net.ListeningSockets;
import dev.varve.http.net.Loops;
import dev.varve.http.net.Transport;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/// A set of listeners on event loops. Listeners may be added and closed while others serve. Safe
/// for use by several threads, none of them a loop's own.
public final class HttpServer implements AutoCloseable {
  /// Listeners of streams make no exchanges.
  private static final Handler NOBODY = Exchange::abort;

  private final Loops loops;
  private final ListeningSockets inherited;
  private final List<Listener> retiring = new CopyOnWriteArrayList<>();
  private final List<Listener> listeners = new CopyOnWriteArrayList<>();

  /// A server without listeners. The loops stay the caller's.
  public HttpServer(Loops loops) {
    this(loops, ListeningSockets.none());
  }

  /// As [#HttpServer(Loops)], with sockets of a former process for the addresses they listen on.
  /// Those that no listener has taken stay the caller's.
  public HttpServer(Loops loops, ListeningSockets inherited) {
    this.loops = loops;
    this.inherited = inherited;
  }

  /// Begins to serve at an address, on all loops.
  ///
  /// @throws dev.varve.base.Failure when the address cannot be had; names who has it where possible
  public Listener listen(ListenerOptions options, Handler handler) {
    return open(options, new Listener.Takers(handler, null));
  }

  /// Begins to accept connections that speak no HTTP, on all loops. Of the options TLS is not
  /// spoken: that is the handler's affair.
  ///
  /// @throws dev.varve.base.Failure when the address cannot be had
  public Listener listen(ListenerOptions options, StreamHandler streams) {
    return open(options, new Listener.Takers(NOBODY, streams));
  }

  private Listener open(ListenerOptions options, Listener.Takers takers) {
    Listener listener = Listener.open(loops, inherited, options, takers, listeners::remove);
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
    long end = nanos() + limit.toNanos();
    List<Listener> all = List.copyOf(listeners);
    all.forEach(Listener::stop);
    boolean whole = true;
    for (Listener each : all) {
      whole &= each.drain(Duration.ofNanos(Math.max(0, end - nanos())));
    }
    return whole;
  }

  /// Gives all listening sockets to another process and stops accepting; connections that are open
  /// go on. On the transport's loop.
  ///
  /// @throws IOException when the other process does not take them; nothing has changed then
  public void give(Transport to) throws IOException {
    List<Listener> all = List.copyOf(listeners);
    for (Listener each : all) {
      each.give(to);
    }
    retiring.addAll(all);
    all.forEach(Listener::leave);
  }

  /// Ends as [#drain], but lets idle connections bring one more request for a while, which is
  /// answered with the word that it was the last: no client sends into a connection that closes.
  public boolean retire(Duration grace, Duration limit) throws InterruptedException {
    long end = nanos() + limit.toNanos();
    long soft = nanos() + grace.toNanos();
    for (Listener each : retiring) {
      each.retire();
    }
    for (Listener each : retiring) {
      each.awaitEmpty(Duration.ofNanos(Math.max(0, soft - nanos())));
    }
    boolean whole = true;
    for (Listener each : retiring) {
      whole &= each.drain(Duration.ofNanos(Math.max(0, end - nanos())));
    }
    return whole;
  }

  /// Cuts everything.
  @Override
  public void close() {
    listeners.forEach(Listener::close);
    retiring.forEach(Listener::close);
  }

  private long nanos() {
    return loops.get(0).clock().nanos();
  }
}
