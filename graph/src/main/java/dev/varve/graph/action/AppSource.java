package dev.varve.graph.action;

import dev.varve.base.Check;
import dev.varve.graph.shape.Field;
import dev.varve.graph.shape.Shape;
import dev.varve.graph.shape.Types;
import java.util.List;

/// Where the code of an application is: a folder of Java files or a jar.
public record AppSource(String main, String sources, String jar) {
  private static final Field<AppSource, String> MAIN =
      Field.required(
          "main",
          "Name of the class that implements dev.varve.app.Application.",
          Types.text("the name of a class"),
          AppSource::main);
  private static final Field<AppSource, String> SOURCES =
      Field.of(
          "sources",
          "Folder of Java files, relative to the configuration file; compiled at start.",
          Types.anyText(),
          "",
          AppSource::sources);
  private static final Field<AppSource, String> JAR =
      Field.of(
          "jar",
          "Jar that names the application in META-INF/services, relative to the configuration file.",
          Types.anyText(),
          "",
          AppSource::jar);

  /// Members, bounds and defaults.
  public static final Shape<AppSource> SHAPE =
      Shape.of(
          "AppSource",
          "Where the code of an application is: a folder of Java files or a jar.",
          List.of(MAIN, SOURCES, JAR),
          v -> new AppSource(v.get(MAIN), v.get(SOURCES), v.get(JAR)));

  public AppSource {
    MAIN.check(main);
    Check.that(
        sources.isEmpty() != jar.isEmpty(),
        "sources",
        "be given, or jar, and not both",
        sources.isEmpty() ? "nothing" : "both");
  }
}
