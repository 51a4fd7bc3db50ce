import dev.varve.app.Application;
import dev.varve.app.Guard;
import dev.varve.app.Reply;
import dev.varve.app.Request;
import dev.varve.app.Routes;
import dev.varve.app.Services;
import dev.varve.base.json.Json;
import dev.varve.base.json.JsonNumber;
import dev.varve.base.json.JsonObject;
import dev.varve.store.Store;

/// Greets people, and remembers in the store how often.
public final class Hello implements Application {
  @Override
  public void define(Routes routes, Services services) {
    Store store = services.store();
    routes.get("/api/greetings/{name}", Guard.open(), request -> read(store, request));
    routes.post("/api/greetings/{name}", Guard.open(), request -> greet(store, request));
  }

  private static Reply read(Store store, Request request) {
    return store
        .get("greetings", request.path("name"))
        .map(version -> Reply.json(version.value()))
        .orElseGet(() -> Reply.problem(404, "Nobody greeted " + request.path("name") + " yet."));
  }

  private static Reply greet(Store store, Request request) {
    String name = request.path("name");
    long before = store.get("greetings", name).map(version -> count(version.value())).orElse(0L);
    var greeting =
        JsonObject.EMPTY.with("text", Json.of("Hello " + name)).with("times", Json.of(before + 1));
    store.put("greetings", name, greeting);
    return Reply.json(greeting).withStatus(201);
  }

  private static long count(Json greeting) {
    return greeting instanceof JsonObject object && object.get("times") instanceof JsonNumber times
        ? times.longValue()
        : 0;
  }
}
