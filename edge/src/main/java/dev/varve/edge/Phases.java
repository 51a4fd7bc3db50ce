package dev.varve.edge;

import dev.varve.edge.files.StaticAction;
import dev.varve.edge.guard.CorsRules;
import dev.varve.edge.guard.Decision;
import dev.varve.edge.guard.GuardCheck;
import dev.varve.edge.guard.Networks;
import dev.varve.edge.header.Alike;
import dev.varve.graph.match.Hosts;
import dev.varve.graph.match.Outcome;
import dev.varve.graph.path.CanonicalPath;
import dev.varve.graph.path.PathOutcome;
import dev.varve.http.Body;
import dev.varve.http.Exchange;
import dev.varve.http.FieldName;
import dev.varve.http.Fields;
import dev.varve.http.Handler;
import dev.varve.http.Request;
import dev.varve.http.TlsFacts;
import dev.varve.http.compress.Decompression;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;

/// The life of a request, in the one order there is: who asks, its id, the canonical path, match,
/// then the route's phases up to its action. One object for each listener, used by all loops.
final class Phases implements Handler {
  private final Supplier<Live> live;
  private final Networks trustedProxies;
  private final int httpsPort;
  private final RequestIdSource[] ids;

  /// @param trustedProxies of the listener
  /// @param httpsPort where every request is sent; 0 for serving them here
  /// @param ids one for each loop
  Phases(Supplier<Live> live, Networks trustedProxies, int httpsPort, RequestIdSource[] ids) {
    this.live = live;
    this.trustedProxies = trustedProxies;
    this.httpsPort = httpsPort;
    this.ids = ids;
  }

  @Override
  public void handle(Exchange exchange) {
    Passage passage = exchange.state() instanceof Passage kept ? kept : new Passage();
    exchange.state(passage);
    passage.begin(exchange, live.get());
    Request request = exchange.request();
    passage.clientFacts().read(exchange.peer(), trustedProxies, request.fields());
    identify(passage);
    if (!readTarget(passage)) {
      return;
    }
    if (httpsPort != 0) {
      toHttps(passage);
      return;
    }
    match(passage);
  }

  private void identify(Passage passage) {
    Live by = passage.live();
    Fields fields = passage.request().fields();
    int place = by.acceptsIds() && passage.isTrusted() ? fields.find(by.requestIdHeader()) : -1;
    int length = place < 0 ? 0 : fields.valueLength(place);
    if (length >= 1 && length <= passage.idBytes().length) {
      System.arraycopy(fields.array(), fields.valueOffset(place), passage.idBytes(), 0, length);
      passage.idLength(length);
    } else {
      ids[passage.loop().number()].next(passage.idBytes());
      passage.idLength(RequestIdSource.LENGTH);
    }
  }

  /// Brings the target into canonical form; false when it was refused.
  private static boolean readTarget(Passage passage) {
    Request request = passage.request();
    String target = request.target();
    if (target.charAt(0) != '/') {
      notAPath(passage, target);
      return false;
    }
    int mark = target.indexOf('?');
    String raw = mark < 0 ? target : target.substring(0, mark);
    passage.query(mark < 0 ? "" : target.substring(mark + 1));
    if (CanonicalPath.isCanonical(raw)) {
      passage.path(raw);
      return true;
    }
    return switch (CanonicalPath.of(raw)) {
      case PathOutcome.Canonical(String path) -> {
        passage.path(path);
        String encoded = CanonicalPath.encode(path);
        passage.rewritten(mark < 0 ? encoded : encoded + target.substring(mark));
        yield true;
      }
      case PathOutcome.Refused(String reason) -> {
        passage.refuse(400, reason);
        yield false;
      }
    };
  }

  private static void notAPath(Passage passage, String target) {
    if (target.equals("*") && passage.request().method().equals("OPTIONS")) {
      passage.response().status(204);
      passage.respond(passage.response(), Body.empty());
    } else {
      passage.refuse(400, "The target must be a path.");
    }
  }

  private void toHttps(Passage passage) {
    String authority = passage.request().authority();
    if (authority.isEmpty()) {
      passage.refuse(400, "The request must name a host.");
      return;
    }
    boolean v6 = authority.startsWith("[");
    int colon = authority.lastIndexOf(':');
    boolean hasPort = colon > (v6 ? authority.indexOf(']') : 0);
    String host = hasPort ? authority.substring(0, colon) : authority;
    String port = httpsPort == 443 ? "" : ":" + httpsPort;
    passage
        .response()
        .status(308)
        .field(FieldName.LOCATION, "https://" + host + port + passage.forwardTarget());
    passage.respond(passage.response(), Body.empty());
  }

  private static void match(Passage passage) {
    Live by = passage.live();
    Request request = passage.request();
    TlsFacts tls = passage.tls();
    if (tls != null && !tls.mayServe(Hosts.canonical(request.authority()))) {
      passage.refuse(421, "This connection was made for another host.");
      return;
    }
    String preflight = CorsRules.preflight(request.method(), request.fields());
    String method = preflight == null ? method(request) : preflight;
    Outcome outcome =
        by.router()
            .match(
                request.authority(),
                passage.path(),
                method,
                passage.headers(),
                passage.parameters());
    // Asked for first, since a switch over patterns costs 0.2 us here.
    if (outcome instanceof Outcome.Found found) {
      found(passage, found, preflight != null);
      return;
    }
    switch (outcome) {
      case Outcome.Found found -> found(passage, found, preflight != null);
      case Outcome.MethodNotAllowed(List<String> allow) -> notAllowed(passage, allow);
      case Outcome.NotFound _ -> passage.refuse(404, "");
      case Outcome.UnknownHost _ -> passage.refuse(404, "No site has this host.");
    }
  }

  private static void found(Passage passage, Outcome.Found found, boolean preflight) {
    RouteRun route = passage.live().routes().get(found.index());
    passage.found(route, route.site(), found.params());
    enter(passage, route, preflight);
  }

  /// A WebSocket over HTTP/2 comes as CONNECT, and is to routes what it is over HTTP/1.1: a GET.
  private static String method(Request request) {
    return request.isConnect() && request.protocol() != null ? "GET" : request.method();
  }

  private static void notAllowed(Passage passage, List<String> allow) {
    String list = String.join(", ", allow);
    passage.response().field(FieldName.ALLOW, list);
    if (passage.request().method().equals("OPTIONS")) {
      passage.response().status(204);
      passage.respond(passage.response(), Body.empty());
    } else {
      passage.refuse(405, "");
    }
  }

  private static void enter(Passage passage, RouteRun route, boolean preflight) {
    byte[] client = passage.clientFacts().address();
    if (route.deny().contains(client)
        || !(route.allow().isEmpty() || route.allow().contains(client))) {
      passage.refuse(403, "");
      return;
    }
    CorsRules cors = route.cors();
    if (preflight && cors != null) {
      cors.answerPreflight(passage.request().fields(), passage.response().fields());
      passage.response().status(204);
      passage.respond(passage.response(), Body.empty());
      return;
    }
    if (route.csrf() != null && !route.csrf().allows(passage.request())) {
      passage.refuse(403, "The request must come from a page of this site.");
      return;
    }
    String wanted = route.site().wanted(passage.path());
    if (wanted != null) {
      redirect(passage, wanted);
      return;
    }
    guard(passage, route);
  }

  private static void redirect(Passage passage, String path) {
    String query = passage.query().isEmpty() ? "" : "?" + passage.query();
    passage.response().status(308).field(FieldName.LOCATION, CanonicalPath.encode(path) + query);
    passage.respond(passage.response(), Body.empty());
  }

  private static void guard(Passage passage, RouteRun route) {
    GuardCheck guard = route.guard();
    if (guard == null) {
      limit(passage, route);
    } else {
      Alike.remove(passage.request().fields(), route.identity());
      guard.check(passage, new Admission(passage, route));
    }
  }

  /// Goes on where the guard lets the client pass.
  private static final class Admission implements Decision {
    private final Passage passage;
    private final RouteRun route;
    private final long ticket;
    private boolean decided;

    Admission(Passage passage, RouteRun route) {
      this.passage = passage;
      this.route = route;
      this.ticket = passage.ticket();
    }

    @Override
    public void pass(String user, Set<String> roles, Set<String> scopes, Fields told) {
      if (decided || !passage.isOn(ticket)) {
        return;
      }
      decided = true;
      var access = route.route().access();
      if (!access.roles().isEmpty() && access.roles().stream().noneMatch(roles::contains)) {
        passage.refuse(403, "");
      } else if (!scopes.containsAll(access.scopes())) {
        passage.refuse(403, "");
      } else {
        passage.request().fields().copy(told);
        passage.user(user, told);
        limit(passage, route);
      }
    }

    @Override
    public void refuse(int status, String challenge) {
      if (decided || !passage.isOn(ticket)) {
        return;
      }
      decided = true;
      if (!challenge.isEmpty()) {
        passage.response().field(FieldName.WWW_AUTHENTICATE, challenge);
      }
      passage.refuse(status, "");
    }
  }

  private static void limit(Passage passage, RouteRun route) {
    for (int i = 0; i < route.limits().size(); i++) {
      if (!route.limits().get(i).allows(passage)) {
        passage.fail(429, "rate_limited");
        return;
      }
    }
    if (!route.enter()) {
      passage.response().fields().add(FieldName.RETRY_AFTER, 1);
      passage.fail(503, "route_busy");
      return;
    }
    passage.counted();
    act(passage, route);
  }

  private static boolean decompress(Passage passage, RouteRun route) {
    long most = route.route().limits().maxBody();
    Fields fields = passage.request().fields();
    return switch (Decompression.apply(passage.loop(), fields, passage.body(), most)) {
      case Decompression.Outcome.Plain(Body plain) -> {
        passage.body(plain);
        yield true;
      }
      case Decompression.Outcome.Unsupported _ -> {
        passage.response().field(FieldName.ACCEPT_ENCODING, "gzip, deflate, br, zstd");
        passage.refuse(415, "");
        yield false;
      }
    };
  }

  private static void act(Passage passage, RouteRun route) {
    passage.bodyLimit(route.route().limits().maxBody());
    if (route.own() != null) {
      passage.deadline(Objects.requireNonNull(route.own()));
    }
    if (route.route().limits().decompress() && !decompress(passage, route)) {
      return;
    }
    PathChange change = route.change();
    if (change != null
        && route.action() instanceof StaticAction
        && change.leavesNothing(passage.path())) {
      redirect(passage, passage.path() + "/");
      return;
    }
    if (change != null && !change.apply(passage)) {
      passage.refuse(400, "The path cannot be rewritten.");
      return;
    }
    route.action().handle(passage);
  }
}
