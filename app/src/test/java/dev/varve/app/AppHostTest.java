package dev.varve.app;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.varve.base.Clock;
import dev.varve.base.Failure;
import dev.varve.base.Problem;
import dev.varve.base.Trace;
import dev.varve.base.json.Json;
import dev.varve.http.net.Loops;
import dev.varve.http.server.HttpServer;
import dev.varve.http.server.ListenerOptions;
import dev.varve.store.Store;
import dev.varve.store.local.LocalStore;
import dev.varve.testkit.RawClient;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Handlers as a client sees them, over a real connection.
final class AppHostTest {
  private Loops loops;
  private HttpServer server;
  private Store store;

  @BeforeEach
  void start() {
    loops = Loops.start(1);
    server = new HttpServer(loops);
    store = LocalStore.inMemory();
  }

  @AfterEach
  void stop() {
    server.close();
    loops.close();
    store.close();
  }

  private int serve(Application application, AppLimits limits) {
    var services = new Services(store, Clock.SYSTEM);
    var host = AppHost.start("test", application, services, limits);
    return server.listen(ListenerOptions.onLoopback(0), host).port();
  }

  private String ask(Application application, String request) {
    int port = serve(application, AppLimits.DEFAULT);
    try (var client = RawClient.connect(port)) {
      return client.send(request).readToEnd();
    }
  }

  private static String get(String path) {
    return "GET " + path + " HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n";
  }

  private static String post(String path, String body) {
    return "POST "
        + path
        + " HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Length: "
        + body.length()
        + "\r\n\r\n"
        + body;
  }

  private static Application at(String path, Handler handler) {
    return (routes, _) -> routes.get(path, Guard.open(), handler);
  }

  @Test
  void answersWithWhatStandsInTheHole() {
    var hello = at("/hello/{name}", r -> Reply.text(r.path("name") + r.query("x").orElse("")));

    assertThat(ask(hello, get("/hello/w%6Frld?x=+1")))
        .startsWith("HTTP/1.1 200 ")
        .endsWith("\r\n\r\nworld 1");
  }

  @Test
  void knowsTheTraceOfTheRequest() {
    var traced = at("/", _ -> Reply.text(String.valueOf(Trace.current())));
    String id = "0af7651916cd43dd8448eb211c80319c";
    String parent = "Traceparent: 00-" + id + "-b7ad6b7169203331-01\r\n";

    assertThat(ask(traced, get("/").replace("Host: a\r\n", "Host: a\r\n" + parent))).contains(id);
    assertThat(ask(traced, get("/"))).endsWith("\r\n\r\nnull");
  }

  @Test
  void readsTheBodyAndTheStoreWhileItBlocks() {
    Application application =
        (routes, services) ->
            routes.post(
                "/docs/{key}",
                Guard.open(),
                r -> {
                  services.store().put("docs", r.path("key"), r.json());
                  var kept = services.store().get("docs", r.path("key")).orElseThrow();
                  return Reply.json(kept.value()).withStatus(201);
                });

    String answer = ask(application, post("/docs/a", "{\"n\":42}"));

    assertThat(answer).startsWith("HTTP/1.1 201 ").endsWith("{\"n\":42}");
    assertThat(store.get("docs", "a").orElseThrow().value()).isEqualTo(Json.parse("{\"n\":42}"));
  }

  @Test
  void answers400WithThePlaceForABodyThatIsNotJson() {
    Application echo = (routes, _) -> routes.post("/", Guard.open(), r -> Reply.json(r.json()));

    assertThat(ask(echo, post("/", "{\"a\":")))
        .startsWith("HTTP/1.1 400 ")
        .contains("line 1, column 6");
  }

  @Test
  void answers404And405WithAllow() {
    var application = at("/a", _ -> Reply.text("a"));

    assertThat(ask(application, get("/b"))).startsWith("HTTP/1.1 404 ");
    assertThat(ask(application, post("/a", "")))
        .startsWith("HTTP/1.1 405 ")
        .containsIgnoringCase("allow: GET, HEAD");
  }

  @Test
  void answersHeadLikeGetWithoutBody() {
    var application = at("/a", _ -> Reply.text("abc"));

    assertThat(ask(application, get("/a").replace("GET", "HEAD")))
        .startsWith("HTTP/1.1 200 ")
        .containsIgnoringCase("content-length: 3")
        .endsWith("\r\n\r\n");
  }

  @Test
  void answers500WithoutTellingWhyWhenAHandlerThrows() {
    var application =
        at(
            "/",
            _ -> {
              throw new IllegalStateException("secret");
            });

    assertThat(ask(application, get("/"))).startsWith("HTTP/1.1 500 ").doesNotContain("secret");
  }

  @Test
  void answersAsARefusalSays() {
    var application =
        at(
            "/",
            _ -> {
              throw new Refusal(402, "Pay first.");
            });

    assertThat(ask(application, get("/"))).startsWith("HTTP/1.1 402 ").contains("Pay first.");
  }

  @Test
  void runsNoHandlerThatItsGuardRefuses() {
    var reached = new CountDownLatch(1);
    Guard closed = _ -> Optional.of(Reply.problem(403, "No."));
    Handler handler =
        _ -> {
          reached.countDown();
          return Reply.text("in");
        };

    String answer = ask((routes, _) -> routes.get("/", closed, handler), get("/"));

    assertThat(answer).startsWith("HTTP/1.1 403 ");
    assertThat(reached.getCount()).isEqualTo(1);
  }

  @Test
  void streamsPiecesAsTheyAreFlushed() {
    var second = new Semaphore(0);
    Reply.Writer writer =
        out -> {
          out.write("one".getBytes(StandardCharsets.UTF_8));
          out.flush();
          second.acquireUninterruptibly();
          out.write("two".getBytes(StandardCharsets.UTF_8));
        };
    int port = serve(at("/", _ -> Reply.stream("text/plain", writer)), AppLimits.DEFAULT);
    try (var client = RawClient.connect(port)) {
      assertThat(client.send(get("/")).readUntil("one\r\n")).startsWith("HTTP/1.1 200 ");
      second.release();
      assertThat(client.readToEnd()).contains("two");
    }
  }

  @Test
  void sendsFiles(@TempDir Path folder) throws IOException {
    Path file = Files.writeString(folder.resolve("a.txt"), "from a file");
    var application = at("/", _ -> Reply.file("text/plain", file));

    assertThat(ask(application, get("/"))).startsWith("HTTP/1.1 200 ").endsWith("from a file");
  }

  @Test
  void refusesOneCallMoreThanTheLimit() throws InterruptedException {
    var inside = new CountDownLatch(1);
    var go = new CountDownLatch(1);
    var application =
        at(
            "/",
            _ -> {
              inside.countDown();
              go.await();
              return Reply.text("done");
            });
    int port = serve(application, new AppLimits(1, Duration.ofSeconds(30), 4096));
    try (var first = RawClient.connect(port);
        var second = RawClient.connect(port)) {
      first.send(get("/"));
      assertThat(inside.await(20, TimeUnit.SECONDS)).isTrue();
      assertThat(second.send(get("/")).readToEnd())
          .startsWith("HTTP/1.1 503 ")
          .containsIgnoringCase("retry-after: 1");
      go.countDown();
      assertThat(first.readToEnd()).startsWith("HTTP/1.1 200 ");
    }
  }

  @Test
  void interruptsAHandlerWhoseClientIsGone() throws InterruptedException {
    var inside = new CountDownLatch(1);
    var interrupted = new CountDownLatch(1);
    var application =
        at(
            "/",
            _ -> {
              inside.countDown();
              try {
                new CountDownLatch(1).await();
              } finally {
                interrupted.countDown();
              }
              return Reply.text("never");
            });
    int port = serve(application, AppLimits.DEFAULT);
    try (var client = RawClient.connect(port)) {
      client.send(get("/"));
      assertThat(inside.await(20, TimeUnit.SECONDS)).isTrue();
      client.reset();
    }
    assertThat(interrupted.await(20, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void callsAnInlineHandlerOnTheLoop() {
    String answer =
        ask(
            at("/here", Handler.inline(_ -> Reply.text(Thread.currentThread().getName()))),
            get("/here"));

    assertThat(answer).startsWith("HTTP/1.1 200 ").contains("\r\n\r\nvarve-loop");
  }

  @Test
  void readsABodyOnAVirtualThreadEvenForAnInlineHandler() {
    Handler handler =
        Handler.inline(request -> Reply.text(Thread.currentThread().isVirtual() + request.text()));

    String answer =
        ask((routes, _) -> routes.post("/here", Guard.open(), handler), post("/here", " body"));

    assertThat(answer).startsWith("HTTP/1.1 200 ").endsWith("true body");
  }

  @Test
  void headersOfAnInlineHandlersRequestEndWithItsAnswer() {
    var kept = new AtomicReference<Request>();
    Handler handler =
        Handler.inline(request -> {
          kept.set(request);
          return Reply.text(request.header("host").orElse(""));
        });

    assertThat(ask(at("/here", handler), get("/here"))).endsWith("\r\n\r\na");
    assertThatThrownBy(() -> kept.get().header("host"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("inline");
  }

  @Test
  void sendsTheFilesAndStreamsOfAnInlineHandler(@TempDir Path folder) throws IOException {
    Path file = Files.writeString(folder.resolve("file.txt"), "from a file");
    Application application =
        (routes, _) ->
            routes
                .get("/file", Guard.open(), Handler.inline(_ -> Reply.file("text/plain", file)))
                .get(
                    "/stream",
                    Guard.open(),
                    Handler.inline(request ->
                        Reply.stream(
                            "text/plain",
                            out -> {
                              out.write(Thread.currentThread().isVirtual() ? 'v' : 'l');
                              out.write(request.header("host").orElse("").getBytes(US_ASCII));
                            })));

    assertThat(ask(application, get("/file"))).endsWith("from a file");
    assertThat(ask(application, get("/stream"))).contains("va");
  }

  @Test
  void anInlineHandlerThatFailsHarmsNoOtherRequest() {
    Handler failing =
        Handler.inline(_ -> {
          throw new AssertionError("a bug");
        });
    Application application =
        (routes, _) ->
            routes
                .get("/fails", Guard.open(), failing)
                .get("/works", Guard.open(), Handler.inline(_ -> Reply.text("fine")));
    int port = serve(application, AppLimits.DEFAULT);
    try (var client = RawClient.connect(port)) {
      String answers =
          client.send("GET /fails HTTP/1.1\r\nHost: a\r\n\r\n").send(get("/works")).readToEnd();

      assertThat(answers).startsWith("HTTP/1.1 500 ").doesNotContain("a bug").endsWith("fine");
    }
  }

  @Test
  void tellsEveryWrongRouteAtOnce() {
    Handler handler = _ -> Reply.text("");
    Application application =
        (routes, _) ->
            routes
                .get("/a/{x}{y}", Guard.open(), handler)
                .get("/a/{x}", Guard.open(), handler)
                .get("/a/{y}", Guard.open(), handler);
    var services = new Services(store, Clock.SYSTEM);

    assertThatThrownBy(() -> AppHost.start("shop", application, services, AppLimits.DEFAULT))
        .isInstanceOfSatisfying(
            Failure.class,
            failure ->
                assertThat(failure.problems())
                    .extracting(Problem::code)
                    .containsExactly(AppCode.BAD_PATH, AppCode.DUPLICATE_ROUTE));
  }
}
