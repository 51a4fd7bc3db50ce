import io.vertx.core.AbstractVerticle;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;

/** Vert.x with its native transport and one event loop, as is best on one core. */
public final class VertxHello extends AbstractVerticle {
  public static void main(String[] arguments) {
    System.setProperty("port", arguments[0]);
    var options = new VertxOptions().setEventLoopPoolSize(1).setPreferNativeTransport(true);
    Vertx.vertx(options).deployVerticle(new VertxHello(), new DeploymentOptions());
  }

  @Override
  public void start() {
    vertx
        .createHttpServer()
        .requestHandler(VertxHello::answer)
        .listen(Integer.getInteger("port"), "127.0.0.1");
  }

  private static void answer(HttpServerRequest request) {
    switch (request.path()) {
      case "/text" ->
          request
              .response()
              .putHeader("content-type", "text/plain; charset=utf-8")
              .end("Hello, World!");
      case "/json" ->
          request
              .response()
              .putHeader("content-type", "application/json")
              .end(new JsonObject().put("message", "Hello, World!").toBuffer());
      default -> request.response().setStatusCode(404).end();
    }
  }
}
