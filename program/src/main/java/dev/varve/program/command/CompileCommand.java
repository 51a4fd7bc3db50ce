package dev.varve.program.command;

import dev.varve.base.Exit;
import dev.varve.base.Failure;
import dev.varve.base.Problem;
import dev.varve.base.json.Json;
import dev.varve.base.json.JsonObject;
import dev.varve.graph.Graph;
import dev.varve.program.Command;
import dev.varve.program.Invocation;
import dev.varve.program.Options;
import dev.varve.program.ProgramCode;
import dev.varve.program.instance.ConfigFile;
import dev.varve.program.line.CommandSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;

/// `varve compile`: from what the author wrote to the canonical graph.
public final class CompileCommand implements Command {
  @Override
  public CommandSpec describe() {
    return Options.command(
            "compile",
            "Compile the configuration to its canonical graph, .varve/route-graph.json.",
            "varve compile",
            "varve compile --cwd shop --out -",
            "varve compile --check")
        .addOption(
            Options.value("DIR", "The folder of the configuration. Default: this one.", "--cwd"))
        .addOption(Options.config())
        .addOption(Options.engine())
        .addOption(Options.root())
        .addOption(Options.output())
        .addOption(
            Options.value("FILE", "Where the graph goes; - for the standard output.", "--out"))
        .addOption(
            Options.flag(
                "Write nothing; end with 9 when the file differs from the configuration.",
                "--check"));
  }

  @Override
  public Exit run(Invocation invocation) {
    Invocation here = invocation.option("--cwd").map(invocation::in).orElse(invocation);
    Graph graph = ConfigFile.compiled(here);
    String out = here.option("--out").orElse(".varve/route-graph.json");
    if (out.equals("-")) {
      here.terminal().out().writeBytes(graph.canonical());
      return Exit.OK;
    }
    Path file = here.path(out);
    return here.has("--check") ? check(file, graph, here) : write(file, graph, here);
  }

  private static Exit check(Path file, Graph graph, Invocation invocation) {
    boolean same = holds(file, graph);
    String said = same ? " is up to date" : " differs from the configuration";
    tell(file, graph, same, said, invocation);
    return same ? Exit.OK : Exit.DIFFERENCES;
  }

  private static boolean holds(Path file, Graph graph) {
    try {
      return Files.exists(file) && Arrays.equals(Files.readAllBytes(file), graph.canonical());
    } catch (IOException e) {
      throw unusable(file, e);
    }
  }

  private static Exit write(Path file, Graph graph, Invocation invocation) {
    boolean same = holds(file, graph);
    try {
      Files.createDirectories(file.getParent());
      Path temporary = file.resolveSibling(file.getFileName() + ".new");
      Files.write(temporary, graph.canonical());
      Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw unusable(file, e);
    }
    tell(file, graph, same, ": revision " + graph.revision(), invocation);
    return Exit.OK;
  }

  private static void tell(
      Path file, Graph graph, boolean same, String said, Invocation invocation) {
    if (!Options.isJson(invocation)) {
      invocation.terminal().say(file + said);
      return;
    }
    JsonObject json =
        JsonObject.EMPTY
            .with("file", Json.of(file.toString()))
            .with("revision", Json.of(graph.revision()))
            .with("same", Json.of(same));
    invocation.terminal().out().print(json.pretty());
  }

  private static Failure unusable(Path file, IOException e) {
    return new Failure(
        new Problem(
            ProgramCode.UNREADABLE,
            file.toString(),
            "the graph must be writable here, but is not: " + e,
            "name another file with --out"),
        e);
  }
}
