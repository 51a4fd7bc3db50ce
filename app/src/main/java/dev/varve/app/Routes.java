package dev.varve.app;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/// Where an application says which handler answers what. A path is exact (`/users`), has holes
/// (`/users/{id}`) or takes the rest (`/files/*path`); the most specific wins, whatever the order
/// they were added in.
public final class Routes {
  /// One route as it was added.
  record Added(String method, String path, Guard guard, Handler handler) {}

  private final String prefix;
  private final List<Added> added;

  Routes() {
    this("", new ArrayList<>());
  }

  private Routes(String prefix, List<Added> added) {
    this.prefix = prefix;
    this.added = added;
  }

  /// Also answers HEAD.
  public Routes get(String path, Guard guard, Handler handler) {
    return on("GET", path, guard, handler);
  }

  public Routes post(String path, Guard guard, Handler handler) {
    return on("POST", path, guard, handler);
  }

  public Routes put(String path, Guard guard, Handler handler) {
    return on("PUT", path, guard, handler);
  }

  public Routes patch(String path, Guard guard, Handler handler) {
    return on("PATCH", path, guard, handler);
  }

  public Routes delete(String path, Guard guard, Handler handler) {
    return on("DELETE", path, guard, handler);
  }

  /// Any method, in capitals as on the wire.
  public Routes on(String method, String path, Guard guard, Handler handler) {
    added.add(new Added(method, prefix + path, guard, handler));
    return this;
  }

  /// Routes below a common path.
  public Routes group(String path, Consumer<Routes> define) {
    define.accept(new Routes(prefix + path, added));
    return this;
  }

  List<Added> added() {
    return List.copyOf(added);
  }
}
