package dev.varve.app;

/// A program of the user's that answers requests in the same process as the edge. Defined once,
/// before the first request:
///
/// ```java
/// public final class Hello implements Application {
///   @Override
///   public void define(Routes routes, Services services) {
///     routes.get("/hello/{name}", Guard.open(), request -> Reply.text("Hello " + request.path("name")));
///   }
/// }
/// ```
public interface Application {
  /// Adds the application's routes.
  void define(Routes routes, Services services) throws Exception;
}
