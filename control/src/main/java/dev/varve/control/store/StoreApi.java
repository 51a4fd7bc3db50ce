package dev.varve.control.store;

import dev.varve.http.Exchange;
import dev.varve.http.Handler;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;

/// The store's API over HTTP, under a path prefix: `/api/v1/` on the admin listener, or what a
/// route gives. Whoever hands requests over has authenticated them.
///
/// [#handle] is called on the exchange's loop and never blocks it: the store is asked on a virtual
/// thread. More than [#CONCURRENT] at a time are answered 503.
public final class StoreApi implements Handler {
  static final int CONCURRENT = 10_000;

  private final StoreService service;
  private final String prefix;
  private final StoreAccess access;
  private final ThreadFactory threads = Thread.ofVirtual().name("store-api-", 0).factory();
  private final AtomicInteger running = new AtomicInteger();

  /// @param prefix starts and ends with a slash
  public StoreApi(StoreService service, String prefix, StoreAccess access) {
    if (!prefix.startsWith("/") || !prefix.endsWith("/")) {
      throw new IllegalArgumentException(
          "prefix must start and end with a slash, but is '" + prefix + "'");
    }
    this.service = service;
    this.prefix = prefix;
    this.access = access;
  }

  @Override
  public void handle(Exchange exchange) {
    handle(exchange, exchange.request().target(), access);
  }

  /// As [#handle], for a target that was rewritten and somebody who was authenticated.
  ///
  /// @param target path and query, starting with the prefix
  public void handle(Exchange exchange, String target, StoreAccess who) {
    boolean free = running.incrementAndGet() <= CONCURRENT;
    var call = new ApiCall(exchange, target.substring(prefix.length()), running::decrementAndGet);
    if (free) {
      call.start(threads, request -> service.answer(request, who));
    } else {
      call.refuse();
    }
  }
}
