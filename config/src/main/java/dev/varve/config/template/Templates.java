package dev.varve.config.template;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/// Beginnings of a configuration, each with the types beside it, so that an editor knows every key
/// and nothing has to be installed.
public final class Templates {
  /// The file of types beside a configuration.
  public static final String TYPES = "varve.d.ts";

  /// Names of the templates, in the order people read them.
  public static final List<String> NAMES =
      List.of(
          "static",
          "spa",
          "sveltekit",
          "sveltekitStatic",
          "nextjs",
          "php",
          "laravel",
          "wordpress",
          "proxy",
          "app");

  private static final Map<String, List<String>> MORE =
      Map.of(
          "static", List.of("public/index.html"),
          "php", List.of("public/index.php"),
          "app", List.of("public/index.html", "app/App.java"));

  private Templates() {}

  /// The files of a template by their paths.
  ///
  /// @throws IllegalArgumentException when there is no such template
  public static SortedMap<String, String> files(String name) {
    if (!NAMES.contains(name)) {
      throw new IllegalArgumentException(
          "template must be one of " + String.join(", ", NAMES) + ", but is '" + name + "'");
    }
    var files = new TreeMap<String, String>();
    files.put("varve.config.ts", text("/dev/varve/config/template/" + name + "/varve.config.ts"));
    files.put(TYPES, types());
    for (String more : MORE.getOrDefault(name, List.of())) {
      String file = more.substring(more.lastIndexOf('/') + 1);
      files.put(more, text("/dev/varve/config/template/" + name + "/" + file));
    }
    return files;
  }

  /// The types of the npm package as modules that are only declared.
  public static String types() {
    return "// Types of varve.config.ts. Written by `varve init`, which may write it again: do not"
        + " edit.\n"
        + module("@varve/config/graph", "graph.d.ts")
        + module("@varve/config/profiles", "profiles.d.ts")
        + module("@varve/config", "index.d.ts");
  }

  private static String module(String name, String file) {
    String body =
        text("/dev/varve/config/npm/" + file)
            .replace("'./graph.js'", "'@varve/config/graph'")
            .replace("'./profiles.js'", "'@varve/config/profiles'")
            .replace("export declare ", "export ")
            .indent(2);
    return "\ndeclare module '" + name + "' {\n" + body + "}\n";
  }

  private static String text(String resource) {
    try (InputStream in = Templates.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IllegalStateException("the program lacks its file " + resource);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
