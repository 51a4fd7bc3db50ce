package dev.varve.config.typescript;

import dev.varve.config.erasure.Erased;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One module of a configuration, with what its imports were resolved to.
sealed interface ModuleFile {
  /// Seen by people.
  String name();

  /// A file of the author's, or one that comes with Varve.
  ///
  /// @param path null for what comes with Varve
  /// @param needs the modules imported, by the text of the import
  record Code(@Nullable Path path, Erased erased, Map<String, ModuleFile> needs)
      implements ModuleFile {
    @Override
    public String name() {
      return erased.source().name();
    }

    boolean isAuthors() {
      return path != null;
    }
  }

  /// A file of plain values: its default export.
  record Data(String name, String json) implements ModuleFile {}

  /// A package that only Node can find.
  record NpmPackage(String name) implements ModuleFile {}

  /// All modules, each after those it imports; the configuration itself is last.
  record Graph(List<ModuleFile> inOrder) {
    public Graph {
      inOrder = List.copyOf(inOrder);
    }

    Code entry() {
      return (Code) inOrder.getLast();
    }
  }
}
