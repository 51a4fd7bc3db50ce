package dev.varve.control.store;

import dev.varve.base.Failure;
import dev.varve.base.LateLogger;
import dev.varve.base.Problem;
import dev.varve.control.SharedHandler;
import dev.varve.control.identity.StoreAccess;
import dev.varve.http.Exchange;
import dev.varve.http.net.Loop;
import dev.varve.store.Submission;
import dev.varve.store.problem.StoreCode;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The store's API over HTTP, under a path prefix: `/api/v1/` on the admin listener, or what a
/// route gives. Whoever hands requests over has authenticated them, or lets the API ask for a key.
///
/// Requests are taken on the exchange's loop, which is never blocked: small puts are submitted from
/// there, for everything else the store is asked on a virtual thread. More than [#CONCURRENT] at a
/// time are answered 503.
public final class StoreApi implements SharedHandler {
  private static final System.Logger LOG = LateLogger.of(StoreApi.class);
  static final int CONCURRENT = 10_000;

  /// What a body at its limit may need while it is read, made canonical and written.
  private static final long LARGE_BYTES = 512L << 20;

  /// How many bodies of more than 1 MiB are held at a time.
  private static final int LARGE =
      (int) Math.clamp(Runtime.getRuntime().maxMemory() / LARGE_BYTES, 1L, 4L);

  private final StoreService service;
  private final String prefix;
  private final ThreadFactory threads = Thread.ofVirtual().name("store-api-", 0).factory();
  private final Turns turns;
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
    this.turns = new Turns(service::submit);
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
    start(exchange, target, new Asked(service, who, false));
  }

  /// For somebody who has to show an API key.
  ///
  /// @param target path and query, starting with the prefix
  /// @param limits what no key goes beyond here
  public void handleWithKey(Exchange exchange, String target, StoreAccess limits) {
    start(exchange, target, new Asked(service, limits, true));
  }

  /// Who asks.
  ///
  /// @param keyed whether an API key has to be shown, and no more is allowed than it says
  private record Asked(StoreService service, StoreAccess access, boolean keyed) {
    StoreReply answer(StoreRequest request) {
      return keyed ? service.answerWithKey(request, access) : service.answer(request, access);
    }

    StoreService.@Nullable Put put(StoreRequest request) {
      return keyed ? service.putWithKey(request, access) : service.put(request, access);
    }
  }

  private void start(Exchange exchange, String whole, Asked asked) {
    String target = whole.substring(prefix.length());
    if (running.incrementAndGet() > CONCURRENT) {
      new ApiCall(exchange, target, large, running::decrementAndGet).refuse();
    } else if (!PutCall.takes(exchange, target, new Ways(exchange, target, asked))) {
      new ApiCall(exchange, target, large, running::decrementAndGet).start(threads, asked::answer);
    }
  }

  /// How a small put goes on.
  private final class Ways implements PutCall.Ways {
    private final Exchange exchange;
    private final String target;
    private final Asked asked;

    Ways(Exchange exchange, String target, Asked asked) {
      this.exchange = exchange;
      this.target = target;
      this.asked = asked;
    }

    @Override
    public StoreService.@Nullable Put put(StoreRequest request) {
      return asked.put(request);
    }

    @Override
    public void submit(Submission submission) {
      turns.submit(exchange.loop(), submission);
    }

    @Override
    public void otherwise(byte[] body) {
      new ApiCall(exchange, target, large, running::decrementAndGet, body)
          .start(threads, asked::answer);
    }

    @Override
    public void finished() {
      running.decrementAndGet();
    }
  }

  /// Gathers what the turns of a loop submit, so that it goes to the store together: one hand-over,
  /// and one group.
  private static final class Turns {
    private final Consumer<List<Submission>> store;
    private final Map<Loop, Gathered> loops = new ConcurrentHashMap<>();

    Turns(Consumer<List<Submission>> store) {
      this.store = store;
    }

    /// On the loop.
    void submit(Loop loop, Submission submission) {
      Gathered gathered = loops.computeIfAbsent(loop, _ -> new Gathered());
      if (gathered.waiting.isEmpty()) {
        loop.afterTurns(gathered);
      }
      gathered.waiting.add(submission);
    }

    /// Belongs to a loop.
    private final class Gathered implements Runnable {
      private List<Submission> waiting = new ArrayList<>();

      @Override
      public void run() {
        List<Submission> all = waiting;
        waiting = new ArrayList<>();
        try {
          store.accept(all);
        } catch (RuntimeException e) {
          LOG.log(Level.ERROR, "puts could not be submitted", e);
          var failure =
              new Failure(
                  Problem.of(StoreCode.IO_FAILED, "the store must take puts, but it failed", ""));
          all.forEach(each -> each.told().failed(failure));
        }
      }
    }
  }
}
