import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/** Quarkus with its reactive routes, which answer on the event loop. */
@ApplicationScoped
public class QuarkusHello {
  void routes(@Observes Router router) {
    router
        .get("/text")
        .handler(context ->
            context
                .response()
                .putHeader("content-type", "text/plain; charset=utf-8")
                .end("Hello, World!"));
    router
        .get("/json")
        .handler(context ->
            context
                .response()
                .putHeader("content-type", "application/json")
                .end(new JsonObject().put("message", "Hello, World!").toBuffer()));
  }
}
