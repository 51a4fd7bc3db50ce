package dev.varve.program.application;

import dev.varve.base.Failure;
import dev.varve.base.Problem;
import dev.varve.program.ProgramCode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.ToolProvider;

/// An application that is given as Java files: compiled inside the process, without a build tool.
final class Sources {
  private Sources() {}

  /// Compiles all Java files below a folder into another one, which is emptied first.
  ///
  /// @throws Failure with every error of the compiler, each with file, line and column
  static void compile(Path folder, Path classes) {
    try {
      List<Path> files = javaFiles(folder);
      if (files.isEmpty()) {
        throw failed(
            folder.toString(),
            "the folder must hold Java files, but holds none",
            "check apps in the configuration");
      }
      empty(classes);
      compile(files, classes);
    } catch (IOException e) {
      throw new Failure(
          new Problem(
              ProgramCode.UNREADABLE,
              folder.toString(),
              "the sources of an application must be readable, but are not: " + e,
              "check apps in the configuration"),
          e);
    }
  }

  private static void compile(List<Path> files, Path classes) throws IOException {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    if (compiler == null) {
      throw failed("java", "this Java must have a compiler, but is a runtime only", "use a JDK 25");
    }
    var found = new DiagnosticCollector<JavaFileObject>();
    var options =
        List.of(
            "-d",
            classes.toString(),
            "-cp",
            System.getProperty("java.class.path"),
            "-parameters",
            "-proc:none");
    try (var manager =
        compiler.getStandardFileManager(found, Locale.ROOT, StandardCharsets.UTF_8)) {
      var task =
          compiler.getTask(
              null, manager, found, options, null, manager.getJavaFileObjectsFromPaths(files));
      if (!task.call()) {
        throw new Failure(errors(found));
      }
    }
  }

  private static List<Problem> errors(DiagnosticCollector<JavaFileObject> found) {
    var problems = new ArrayList<Problem>();
    for (Diagnostic<? extends JavaFileObject> each : found.getDiagnostics()) {
      if (each.getKind() == Diagnostic.Kind.ERROR) {
        JavaFileObject file = each.getSource();
        String where =
            file == null
                ? "javac"
                : Path.of(file.toUri()) + ":" + each.getLineNumber() + ":" + each.getColumnNumber();
        problems.add(new Problem(ProgramCode.APP_FAILED, where, each.getMessage(Locale.ROOT), ""));
      }
    }
    return problems;
  }

  private static Failure failed(String where, String message, String next) {
    return new Failure(new Problem(ProgramCode.APP_FAILED, where, message, next));
  }

  private static List<Path> javaFiles(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.filter(p -> p.toString().endsWith(".java")).sorted().toList();
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  private static void empty(Path folder) throws IOException {
    if (Files.exists(folder)) {
      Files.walkFileTree(
          folder,
          new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
                throws IOException {
              Files.delete(file);
              return FileVisitResult.CONTINUE;
            }
          });
    }
    Files.createDirectories(folder);
  }
}
