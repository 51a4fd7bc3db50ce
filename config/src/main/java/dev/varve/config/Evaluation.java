package dev.varve.config;

import dev.varve.config.source.Authored;
import dev.varve.config.typescript.TypeScript;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// How a configuration in TypeScript is run. The other languages do not look at it.
///
/// @param root folder that imports may not leave; null for the configuration's own
/// @param log given each line that the configuration logs
public record Evaluation(TypeScript.Engine engine, @Nullable Path root, Consumer<String> log) {
  /// In the sandbox, with imports from the configuration's own folder.
  public static Evaluation sandbox(Consumer<String> log) {
    return new Evaluation(TypeScript.Engine.SANDBOX, null, log);
  }

  Authored read(Path file) {
    return root == null
        ? TypeScript.read(file, engine, log)
        : TypeScript.read(file, root, engine, log);
  }
}
