package dev.varve.program.instance;

import dev.varve.base.Clock;
import dev.varve.base.Exit;
import dev.varve.base.Failure;
import dev.varve.base.Problem;
import dev.varve.graph.Graph;
import dev.varve.graph.listen.Listener;
import dev.varve.program.Invocation;
import dev.varve.program.Main;
import dev.varve.program.Options;
import dev.varve.program.ProgramCode;
import dev.varve.program.line.CommandSpec;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Consumer;

/// What all commands that serve have in common: their options, and running an instance until
/// somebody ends it.
public final class Serving {
  private static final int DEVELOPMENT_PORT = 8080;

  private Serving() {}

  /// The options that every serving command takes.
  public static CommandSpec withOptions(CommandSpec spec) {
    return spec.addOption(Options.data())
        .addOption(
            Options.value(
                "ADDRESS",
                "Where the admin listener is. Default: $VARVE_ADMIN, else 127.0.0.1:7400.",
                "--admin"))
        .addOption(Options.value("N", "Event loops. Default: one for each processor.", "--loops"));
  }

  /// The folder that a command was told to serve.
  ///
  /// @throws Failure when it is none, or may not be read
  public static Path folder(Invocation invocation) {
    Path folder = invocation.path(invocation.required(0));
    if (!Files.isDirectory(folder) || !Files.isReadable(folder)) {
      throw new Failure(
          new Problem(
              ProgramCode.UNREADABLE,
              folder.toString(),
              "what is served must be a readable folder, but is not",
              "check the path and who may read it"));
    }
    return folder;
  }

  /// A graph with a plain listener where it names none: the one of --port, $PORT or 8080.
  public static Graph listening(Graph graph, Invocation invocation) {
    if (!graph.listen().isEmpty()) {
      return graph;
    }
    String port =
        invocation
            .option("--port")
            .orElseGet(() ->
                invocation.environment().getOrDefault("PORT", String.valueOf(DEVELOPMENT_PORT)));
    HostPort address = HostPort.parse("--port", port);
    if (address.port() == 0) {
      throw new Failure(
          new Problem(
              ProgramCode.USAGE,
              "--port",
              "the port must be between 1 and 65535, but is 0",
              "name one; a busy one is replaced by the next free one"));
    }
    return graph.withListen(
        Map.of("http", Listener.of(address.host() + ":" + address.port(), false, false)));
  }

  /// Runs the graph until SIGTERM, SIGINT or `varve stop`, then ends without losing a request.
  ///
  /// @param base where relative paths of the graph begin
  /// @param development whether busy ports may be replaced by the next free ones
  /// @param started told what to show when everything answers
  public static Exit run(
      Graph graph,
      Path base,
      boolean development,
      Invocation invocation,
      Consumer<Instance> started) {
    var options =
        new InstanceOptions(
            base,
            invocation.data(),
            HostPort.parse("--admin", adminOf(invocation)),
            loopsOf(invocation),
            development,
            !development,
            invocation.has("--takeover"),
            Clock.SYSTEM);
    NotBuilt.withoutEffect(graph).forEach(each -> invocation.terminal().say("warning: " + each));
    Instance instance = Instance.start(graph, options);
    var ender = Thread.ofPlatform().name("varve-end").unstarted(() -> end(instance));
    Runtime.getRuntime().addShutdownHook(ender);
    started.accept(instance);
    try {
      instance.awaitStop();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
    instance.close();
    return Exit.OK;
  }

  /// A process that was asked to end and did so in order has succeeded.
  private static void end(Instance instance) {
    instance.close();
    Main.halt(Exit.OK);
  }

  private static String adminOf(Invocation invocation) {
    return invocation
        .option("--admin")
        .orElseGet(() -> invocation.environment().getOrDefault("VARVE_ADMIN", "127.0.0.1:7400"));
  }

  private static int loopsOf(Invocation invocation) {
    return invocation
        .option("--loops")
        .map(text -> Options.number("--loops", text, 1, 256))
        .orElseGet(() -> Runtime.getRuntime().availableProcessors());
  }
}
