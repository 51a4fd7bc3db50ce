package dev.varve.control.store;

import dev.varve.control.SharedHandler;
import dev.varve.control.identity.StoreAccess;
import dev.varve.http.Exchange;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/// The store's API over HTTP, under a path prefix: `/api/v1/` on the admin listener, or what a
/// route gives. Whoever hands requests over has authenticated them, or lets the API ask for a key.
///
/// Requests are taken on the exchange's loop, which is never blocked: the store is asked on a
/// virtual thread. More than [#CONCURRENT] at a time are answered 503.
public final class StoreApi implements SharedHandler {
  static final int CONCURRENT = 10_000;

  /// What a body at its limit may need while it is read, made canonical and written.
  private static final long LARGE_BYTES = 512L << 20;

  /// How many bodies of more than 1 MiB are held at a time.
  private static final int LARGE =
      (int) Math.clamp(Runtime.getRuntime().maxMemory() / LARGE_BYTES, 1L, 4L);

  private final StoreService service;
  private final String prefix;
  private final ThreadFactory threads = Thread.ofVirtual().name("store-api-", 0).factory();
  private final AtomicInteger running = new AtomicInteger();
  private final Semaphore large = new Semaphore(LARGE, true);

  /// @param prefix starts and ends with a slash
  public StoreApi(StoreService service, String prefix) {
    if (!prefix.startsWith("/") || !prefix.endsWith("/")) {
      throw new IllegalArgumentException(
          "prefix must start and end with a slash, but is '" + prefix + "'");
    }
    this.service = service;
    this.prefix = prefix;
  }

  /// The owner may do everything, everybody else what their key allows.
  @Override
  public void handle(Exchange exchange, boolean owner) {
    String target = exchange.request().target();
    if (owner) {
      handle(exchange, target, StoreAccess.FULL);
    } else {
      handleWithKey(exchange, target, StoreAccess.FULL);
    }
  }

  /// For somebody who was authenticated.
  ///
  /// @param target path and query, starting with the prefix
  public void handle(Exchange exchange, String target, StoreAccess who) {
    start(exchange, target, request -> service.answer(request, who));
  }

  /// For somebody who has to show an API key.
  ///
  /// @param target path and query, starting with the prefix
  /// @param limits what no key goes beyond here
  public void handleWithKey(Exchange exchange, String target, StoreAccess limits) {
    start(exchange, target, request -> service.answerWithKey(request, limits));
  }

  private void start(
      Exchange exchange, String target, Function<StoreRequest, StoreReply> answering) {
    boolean free = running.incrementAndGet() <= CONCURRENT;
    var call =
        new ApiCall(exchange, target.substring(prefix.length()), large, running::decrementAndGet);
    if (free) {
      call.start(threads, answering);
    } else {
      call.refuse();
    }
  }
}
