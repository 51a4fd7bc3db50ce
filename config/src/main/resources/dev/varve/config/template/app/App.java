import dev.varve.app.Application;
import dev.varve.app.Guard;
import dev.varve.app.Reply;
import dev.varve.app.Routes;
import dev.varve.app.Services;

/// Answers what is not a file of `public`.
public final class App implements Application {
  @Override
  public void define(Routes routes, Services services) {
    routes.get(
        "/api/hello/{name}", Guard.open(), request -> Reply.text("Hello " + request.path("name")));
  }
}
