package dev.varve.house;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// The files of the project that people write.
///
/// @param root the folder of the launchers
record ProjectTree(Path root) {
  private static final Set<String> NOT_WRITTEN =
      Set.of("target", ".git", "node_modules", ".varve", ".idea", "results", "__pycache__");

  static ProjectTree find() {
    String given = System.getProperty("varve.root");
    Path start = Path.of(given != null ? given : "").toAbsolutePath();
    Path folder = start;
    while (folder != null && !Files.exists(folder.resolve("tools/jvm.options"))) {
      folder = folder.getParent();
    }
    if (folder == null) {
      throw new IllegalStateException(start + " must lie in the project");
    }
    return new ProjectTree(folder);
  }

  /// Sorted, with the given ending.
  List<Path> files(String ending) {
    var files = new ArrayList<Path>();
    try {
      Files.walkFileTree(
          root,
          new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
              return NOT_WRITTEN.contains(String.valueOf(folder.getFileName()))
                  ? FileVisitResult.SKIP_SUBTREE
                  : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
              if (file.toString().endsWith(ending)) {
                files.add(file);
              }
              return FileVisitResult.CONTINUE;
            }
          });
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return files.stream().sorted().toList();
  }

  /// With `/` on every system.
  String name(Path file) {
    return root.relativize(file).toString().replace('\\', '/');
  }

  static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(file.toString(), e);
    }
  }
}
