package dev.varve.config.typescript;

import dev.varve.base.Failure;
import dev.varve.config.source.Authored;
import java.nio.file.Path;
import java.util.function.Consumer;

/// Reads `varve.config.ts`: erases its types, links what it imports, runs it once and takes its
/// default export.
///
/// The same files always give the same value: in the sandbox there is no file, network, clock,
/// chance or environment. It ends within 2 seconds of processor time and 64 MiB.
public final class TypeScript {
  private TypeScript() {}

  /// What runs the configuration when its types are gone.
  public enum Engine {
    /// The engine inside Varve; needs nothing installed.
    SANDBOX,
    /// The Node of this machine, so that packages from npm can be imported. Not a sandbox: it may
    /// do whatever Node may.
    NODE
  }

  /// Reads a configuration whose imports stay in its own folder.
  ///
  /// @param log given each line the configuration logs
  /// @throws Failure naming the place in the author's file
  public static Authored read(Path file, Engine engine, Consumer<String> log) {
    Path folder = file.toAbsolutePath().normalize().getParent();
    return read(file, folder == null ? file : folder, engine, log);
  }

  /// The same, with imports from anywhere under a root.
  public static Authored read(Path file, Path root, Engine engine, Consumer<String> log) {
    boolean node = engine == Engine.NODE;
    Program program = Linker.link(ModuleLoader.load(file, root, node), node);
    String report =
        switch (engine) {
          case SANDBOX -> Sandbox.run(program, new Console(log));
          case NODE -> NodeEngine.run(program, root, log);
        };
    return new Report(program, node).read(report);
  }
}
