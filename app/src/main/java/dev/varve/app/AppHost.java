package dev.varve.app;

import dev.varve.base.Failure;
import dev.varve.graph.path.CanonicalPath;
import dev.varve.graph.path.PathOutcome;
import dev.varve.http.Body;
import dev.varve.http.Exchange;
import dev.varve.http.FieldName;
import dev.varve.http.Response;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;

/// Runs one application: finds the handler of an exchange and lets it answer on a virtual thread.
///
/// [#handle] is called on the exchange's loop and never blocks it. At most as many handlers run at
/// a time as the limits allow; one more is answered 503 at once.
public final class AppHost implements dev.varve.http.Handler {
  private final String name;
  private final RouteTable table;
  private final AppLimits limits;
  private final ThreadFactory threads;
  private final AtomicInteger running = new AtomicInteger();

  private AppHost(String name, RouteTable table, AppLimits limits) {
    this.name = name;
    this.table = table;
    this.limits = limits;
    // One name for all: numbering them would make a text for each request.
    this.threads =
        Thread.ofVirtual().name("app-" + name).inheritInheritableThreadLocals(false).factory();
  }

  /// Lets the application define its routes and makes it ready to answer.
  ///
  /// @throws Failure naming every route that is wrong, or with what the application threw
  public static AppHost start(
      String name, Application application, Services services, AppLimits limits) {
    var routes = new Routes();
    try {
      application.define(routes, services);
    } catch (Failure failure) {
      throw failure;
    } catch (Exception e) {
      throw new Failure(
          AppCode.DEFINE_FAILED.problem(name, "must define its routes, but threw " + e), e);
    }
    return new AppHost(name, RouteTable.of(name, routes.added()), limits);
  }

  /// The application's name in the configuration.
  public String name() {
    return name;
  }

  /// How many handlers run now.
  public int running() {
    return running.get();
  }

  @Override
  public void handle(Exchange exchange) {
    String target = exchange.request().target();
    int question = target.indexOf('?');
    String raw = question < 0 ? target : target.substring(0, question);
    switch (CanonicalPath.of(raw)) {
      case PathOutcome.Refused refused -> refuse(exchange, Reply.problem(400, refused.reason()));
      case PathOutcome.Canonical path ->
          handle(exchange, path.path(), question < 0 ? "" : target.substring(question + 1));
    }
  }

  /// Answers for a path and a query that somebody has read from the request, such as a router that
  /// has rewritten them.
  ///
  /// @param path in canonical form
  /// @param query without the question mark
  public void handle(Exchange exchange, String path, String query) {
    switch (table.find(exchange.request().method(), path)) {
      case RouteTable.Missing _ -> refuse(exchange, Reply.problem(404, "There is nothing here."));
      case RouteTable.OtherMethods other ->
          refuse(
              exchange,
              Reply.problem(405, "This method is not allowed here.")
                  .withHeader("allow", other.allow()));
      case RouteTable.Hit hit -> call(exchange, hit, path, query);
    }
  }

  private void call(Exchange exchange, RouteTable.Hit hit, String path, String query) {
    if (running.incrementAndGet() > limits.concurrent()) {
      running.decrementAndGet();
      refuse(exchange, Reply.problem(503, "Too busy; try again.").withHeader("retry-after", "1"));
      return;
    }
    var call = new Call(exchange, hit, new Call.Asked(path, query), limits, this);
    if (hit.handler() instanceof InlineHandler && exchange.body().length() == 0) {
      call.answerHere();
    } else {
      exchange.deadline(limits.deadline());
      call.start();
    }
  }

  /// A thread for what may block, not started yet.
  Thread thread(Runnable work) {
    return threads.newThread(work);
  }

  /// One handler less runs.
  void finished() {
    running.decrementAndGet();
  }

  private static void refuse(Exchange exchange, Reply reply) {
    Response response = exchange.response().clear().status(reply.status());
    for (Reply.Header header : reply.headers()) {
      response.field(FieldName.of(header.name()), header.value());
    }
    var whole = (Reply.Content.Whole) reply.content();
    exchange.respond(response, Body.of(whole.bytes()));
  }
}
