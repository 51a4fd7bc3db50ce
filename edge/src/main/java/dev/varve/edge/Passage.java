package dev.varve.edge;

import dev.varve.edge.action.RoutedExchange;
import dev.varve.edge.grpc.GrpcForm;
import dev.varve.edge.grpc.GrpcStatus;
import dev.varve.edge.grpc.WebAnswer;
import dev.varve.edge.grpc.WebCall;
import dev.varve.edge.header.Alike;
import dev.varve.graph.match.Params;
import dev.varve.http.Body;
import dev.varve.http.Ending;
import dev.varve.http.Exchange;
import dev.varve.http.FieldName;
import dev.varve.http.Fields;
import dev.varve.http.Peer;
import dev.varve.http.Request;
import dev.varve.http.Response;
import dev.varve.http.TlsFacts;
import dev.varve.http.compress.Compression;
import dev.varve.http.net.Loop;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// One request on its way through the phases: what is known of it, and the way back. Kept with its
/// exchange and used again for the next request. Belongs to the exchange's loop.
final class Passage implements RoutedExchange, Exchange.EndListener {
  private final ClientFacts client = new ClientFacts();
  private final byte[] idBytes = new byte[64];
  private final RequestLookup headers = new RequestLookup(this);
  private final QueryLookup parameters = new QueryLookup(this);

  private @Nullable Exchange exchange;
  private @Nullable Live live;
  private @Nullable Loop loop;
  private @Nullable TlsFacts tls;
  private @Nullable RouteRun route;
  private @Nullable SiteRun site;
  private @Nullable EndListener listener;
  private @Nullable Object kept;
  private Params params = Params.NONE;
  private String path = "/";
  private String query = "";
  private @Nullable String rewritten;
  private int idLength;
  private @Nullable String id;
  private @Nullable String user;
  private @Nullable Fields told;
  private @Nullable Body replaced;
  private @Nullable GrpcForm web;
  private int refused;
  private String errorType = "";
  private String upstream = "";
  private String target = "";
  private long ticket;
  private boolean open;
  private boolean inRoute;

  /// Begins a request.
  void begin(Exchange of, Live by) {
    exchange = of;
    // Kept, since they must be known when the exchange is over.
    loop = of.loop();
    tls = of.peer().tls();
    live = by;
    route = null;
    site = null;
    listener = null;
    params = Params.NONE;
    path = "/";
    query = "";
    rewritten = null;
    id = null;
    user = null;
    told = null;
    replaced = null;
    web = null;
    refused = 0;
    errorType = "";
    upstream = "";
    target = "";
    ticket++;
    open = true;
    inRoute = false;
    of.onEnd(this);
  }

  private Exchange exchange() {
    return Objects.requireNonNull(exchange, "the request has ended");
  }

  Live live() {
    return Objects.requireNonNull(live);
  }

  @Nullable RouteRun route() {
    return route;
  }

  ClientFacts clientFacts() {
    return client;
  }

  RequestLookup headers() {
    return headers;
  }

  QueryLookup parameters() {
    return parameters;
  }

  void found(RouteRun run, SiteRun at, Params bound) {
    route = run;
    site = at;
    params = bound;
  }

  void at(SiteRun where) {
    site = where;
  }

  /// The route counts the request in; it is counted out when the request ends.
  void counted() {
    inRoute = true;
  }

  void path(String canonical) {
    path = canonical;
  }

  void query(String text) {
    query = text;
  }

  /// Path or query differ from what came: the next hop gets them written anew.
  void rewritten(String forward) {
    rewritten = forward;
  }

  byte[] idBytes() {
    return idBytes;
  }

  int idLength() {
    return idLength;
  }

  void idLength(int length) {
    idLength = length;
  }

  void user(String who, Fields toTell) {
    user = who;
    told = toTell;
  }

  /// Without its content coding, for example.
  @Override
  public void body(Body other) {
    replaced = other;
  }

  @Override
  public void translateGrpcWeb() {
    Fields fields = request().fields();
    GrpcForm form = GrpcForm.of(fields);
    if (form != null && form.isWeb()) {
      body(WebCall.of(fields, body(), form));
      web = form;
    }
  }

  /// The status of HTTP that a call of gRPC was refused with, since the answer itself has 200; 0
  /// for all others.
  int refused() {
    return refused;
  }

  /// What a guard wants the action to be told, or null.
  @Nullable Fields told() {
    return told;
  }

  String errorType() {
    return errorType;
  }

  String upstream() {
    return upstream;
  }

  String target() {
    return target;
  }

  @Override
  public String path() {
    return path;
  }

  @Override
  public String query() {
    return query;
  }

  @Override
  public String forwardTarget() {
    String forward = rewritten;
    return forward == null ? request().target() : forward;
  }

  @Override
  public Params params() {
    return params;
  }

  @Override
  public String routeId() {
    return route == null ? "" : route.id();
  }

  @Override
  public String requestId() {
    String text = id;
    if (text == null) {
      id = text = new String(idBytes, 0, idLength, StandardCharsets.ISO_8859_1);
    }
    return text;
  }

  @Override
  public void identify(Fields fields) {
    FieldName name = live().requestIdHeader();
    fields.remove(name);
    fields.add(name, idBytes, 0, idLength);
    Fields more = told;
    RouteRun run = route;
    if (more != null && run != null) {
      Alike.remove(fields, run.identity());
      fields.copy(more);
    }
  }

  @Override
  public String client() {
    return client.text();
  }

  @Override
  public boolean isTrusted() {
    return client.isTrusted();
  }

  @Override
  public @Nullable String user() {
    return user;
  }

  @Override
  public void servedBy(String upstreamName, String targetName) {
    upstream = upstreamName;
    target = targetName;
  }

  @Override
  public long ticket() {
    return ticket;
  }

  @Override
  public boolean isOn(long number) {
    return open && number == ticket && !exchange().answered();
  }

  @Override
  public void fail(int status, String type) {
    errorType = type;
    refuse(status, "");
  }

  @Override
  public void refuse(int status, String detail) {
    if (!open || exchange().answered()) {
      return;
    }
    GrpcForm form = web == null ? GrpcForm.of(request().fields()) : web;
    if (form == null) {
      Refusal.answer(this, site, status, detail);
    } else {
      refused = status;
      respond(response(), GrpcStatus.tell(response(), form, status, detail));
    }
  }

  @Override
  public void respond(Response response, Body body) {
    Exchange to = exchange();
    if (to.answered()) {
      body.cancel();
      return;
    }
    finish(response);
    GrpcForm form = web;
    if (form != null) {
      to.respond(response, WebAnswer.of(response, body, form));
      return;
    }
    RouteRun run = route;
    Compression compression = run == null ? null : run.compression();
    to.respond(
        response,
        compression == null ? body : compression.apply(loop(), request(), response, body));
  }

  @Override
  public void tunnel(Response response, Body body) {
    finish(response);
    exchange().tunnel(response, body);
  }

  /// The phases of the way back.
  private void finish(Response response) {
    Fields fields = response.fields();
    RouteRun run = route;
    if (run != null) {
      run.finish(this, response);
    }
    fields.remove(live().requestIdHeader());
    fields.add(live().requestIdHeader(), idBytes, 0, idLength);
  }

  @Override
  public void ended(Exchange over, Ending ending) {
    EndListener next = listener;
    listener = null;
    if (next != null) {
      next.ended(this, ending);
    }
    RouteRun run = route;
    if (run != null && inRoute) {
      run.left();
    }
    live().ended(this, over, ending);
    open = false;
    ticket++;
  }

  @Override
  public Request request() {
    return exchange().request();
  }

  @Override
  public Loop loop() {
    return Objects.requireNonNull(loop);
  }

  /// What TLS agreed on; null on plain connections.
  @Nullable TlsFacts tls() {
    return tls;
  }

  @Override
  public Peer peer() {
    return exchange().peer();
  }

  @Override
  public Body body() {
    Body other = replaced;
    return other == null ? exchange().body() : other;
  }

  @Override
  public Response response() {
    return exchange().response();
  }

  @Override
  public void inform(int status, Fields fields) {
    exchange().inform(status, fields);
  }

  @Override
  public void abort() {
    exchange().abort();
  }

  @Override
  public boolean answered() {
    return exchange().answered();
  }

  @Override
  public void onEnd(EndListener told) {
    listener = told;
  }

  @Override
  public @Nullable Object state() {
    return kept;
  }

  @Override
  public void state(@Nullable Object object) {
    kept = object;
  }

  @Override
  public void bodyLimit(long bytes) {
    exchange().bodyLimit(bytes);
  }

  @Override
  public void bodyMayPause() {
    exchange().bodyMayPause();
  }

  @Override
  public void deadline(Duration fromNow) {
    exchange().deadline(fromNow);
  }

  @Override
  public long bytesIn() {
    return exchange().bytesIn();
  }

  @Override
  public long bytesOut() {
    return exchange().bytesOut();
  }

  @Override
  public int status() {
    return exchange().status();
  }

  @Override
  public long startNanos() {
    return exchange().startNanos();
  }

  @Override
  public long answerNanos() {
    return exchange().answerNanos();
  }
}
