package dev.varve.config.typescript;

import dev.varve.config.source.Authored;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// A configuration's folder, for one test.
record Folder(Path root, List<String> log) {
  static Folder in(Path root) {
    return new Folder(root, new ArrayList<>());
  }

  Folder with(String name, String text) {
    try {
      Path file = root.resolve(name);
      Files.createDirectories(file.getParent());
      Files.writeString(file, text);
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Authored read() {
    return TypeScript.read(root.resolve("varve.config.ts"), TypeScript.Engine.SANDBOX, log::add);
  }

  Authored read(String config) {
    return with("varve.config.ts", config).read();
  }

  /// What `export default` of the expression gives, as JSON.
  String value(String expression) {
    return read("export default " + expression).value().compact();
  }
}
