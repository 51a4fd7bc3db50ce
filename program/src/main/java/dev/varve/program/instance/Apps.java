package dev.varve.program.instance;

import dev.varve.app.AppHost;
import dev.varve.app.AppLimits;
import dev.varve.app.Services;
import dev.varve.base.LateLogger;
import dev.varve.edge.action.ActionHandler;
import dev.varve.graph.Graph;
import dev.varve.graph.action.AppSource;
import dev.varve.program.application.LoadedApplication;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The applications of a graph, loaded and ready to answer.
final class Apps implements AutoCloseable {
  private static final System.Logger LOG = LateLogger.of(Apps.class);

  private final List<LoadedApplication> loaded = new ArrayList<>();
  private final Map<String, AppHost> hosts = new HashMap<>();

  /// @param base where relative paths of the graph begin
  /// @param classes where compiled sources go, a folder for each application
  /// @throws dev.varve.base.Failure when one cannot be loaded or does not define its routes
  Apps(Graph graph, Path base, Path classes, Services services) {
    graph
        .apps()
        .forEach((name, source) -> {
          LoadedApplication application = load(source, base, classes.resolve(name));
          loaded.add(application);
          hosts.put(
              name, AppHost.start(name, application.application(), services, AppLimits.DEFAULT));
        });
  }

  private static LoadedApplication load(AppSource source, Path base, Path classes) {
    return source.jar().isEmpty()
        ? LoadedApplication.fromSources(base.resolve(source.sources()), source.main(), classes)
        : LoadedApplication.fromJar(base.resolve(source.jar()), source.main());
  }

  /// Who answers for an application's name; null when there is no such application.
  @Nullable ActionHandler handler(String name) {
    AppHost host = hosts.get(name);
    return host == null
        ? null
        : exchange -> host.handle(exchange, exchange.path(), exchange.query());
  }

  @Override
  public void close() {
    for (LoadedApplication each : loaded) {
      try {
        each.close();
      } catch (IOException e) {
        LOG.log(System.Logger.Level.WARNING, "cannot close an application's classes", e);
      }
    }
  }
}
