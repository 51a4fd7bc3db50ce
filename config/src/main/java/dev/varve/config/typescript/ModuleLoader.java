package dev.varve.config.typescript;

import dev.varve.base.Failure;
import dev.varve.base.json.JsonReader;
import dev.varve.base.json.JsonSyntaxException;
import dev.varve.config.erasure.Erased;
import dev.varve.config.erasure.ModuleShape.Import;
import dev.varve.config.erasure.Source;
import dev.varve.config.source.ConfigCode;
import dev.varve.config.source.SourceText;
import dev.varve.config.typescript.ModuleFile.Code;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Reads a configuration and everything it imports. Nothing outside the root is read or even looked
/// for; links are followed only to places inside it.
final class ModuleLoader {
  private static final Set<String> BUILT_IN = Set.of("@varve/config", "@varve/config/profiles");
  private static final Set<String> CODE = Set.of("ts", "mts", "js", "mjs");
  private static final int MODULES_MAX = 256;

  private final Path root;
  private final boolean packages;
  private final Map<Path, ModuleFile> byPath = new HashMap<>();
  private final Map<String, ModuleFile> byName = new HashMap<>();
  private final List<ModuleFile> inOrder = new ArrayList<>();
  private final ArrayList<Path> open = new ArrayList<>();

  /// @param packages whether names of npm packages are left to Node
  private ModuleLoader(Path root, boolean packages) {
    this.root = root;
    this.packages = packages;
  }

  static ModuleFile.Graph load(Path file, Path root, boolean packages) {
    try {
      var loader = new ModuleLoader(root.toRealPath(), packages);
      Path real = file.toRealPath();
      if (!real.startsWith(loader.root)) {
        throw new Failure(
            ConfigCode.IMPORT,
            file + " must be inside " + root + ", but is " + real,
            "name the folder that holds both");
      }
      loader.code(real);
      return new ModuleFile.Graph(loader.inOrder);
    } catch (IOException e) {
      throw unreadable(file.toString(), e);
    }
  }

  private static Failure unreadable(String name, IOException cause) {
    return new Failure(
        dev.varve.base.Problem.of(
            ConfigCode.IMPORT,
            name + " must be readable, but is not: " + cause,
            "check that it exists"),
        cause);
  }

  private ModuleFile code(Path path) throws IOException {
    open.add(path);
    ModuleFile module = read(path, Source.of(nameOf(path), SourceText.read(path, nameOf(path))));
    open.removeLast();
    return add(path, module);
  }

  private ModuleFile add(Path path, ModuleFile module) {
    byPath.put(path, module);
    inOrder.add(module);
    return module;
  }

  private Code read(Path path, Source source) throws IOException {
    Erased erased = Erased.of(source);
    if (erased.shape().awaits() >= 0 && !packages) {
      throw source.failure(
          ConfigCode.NOT_ERASABLE,
          erased.shape().awaits(),
          "await must not be used outside functions: there is nothing to wait for",
          "leave it out, or use --engine node");
    }
    var needs = new LinkedHashMap<String, ModuleFile>();
    for (Import taken : erased.shape().imports()) {
      if (!needs.containsKey(taken.from())) {
        needs.put(taken.from(), resolve(path, source, taken));
      }
    }
    return new Code(path, erased, needs);
  }

  private ModuleFile resolve(Path importer, Source source, Import taken) throws IOException {
    String from = taken.from();
    if (BUILT_IN.contains(from)) {
      return builtIn(from);
    }
    if (from.startsWith("./") || from.startsWith("../")) {
      return file(locate(importer, source, taken), source, taken);
    }
    boolean foreign = from.startsWith("/") || from.contains(":") || from.contains("\\");
    if (packages && !foreign) {
      return byName.computeIfAbsent(from, this::addPackage);
    }
    throw source.failure(
        ConfigCode.IMPORT,
        taken.fromAt(),
        "an import must be a relative path, '@varve/config' or '@varve/config/profiles', but is '"
            + from
            + "'",
        foreign
            ? "copy the file into the configuration's folder"
            : "for npm packages use --engine node");
  }

  private ModuleFile addPackage(String name) {
    var module = new ModuleFile.NpmPackage(name);
    inOrder.add(module);
    return module;
  }

  private ModuleFile builtIn(String name) {
    ModuleFile known = byName.get(name);
    if (known != null) {
      return known;
    }
    String file = name.endsWith("profiles") ? "profiles.js" : "index.js";
    Erased erased = Erased.of(Source.of(name, NpmFiles.text(file)));
    var module = new Code(null, erased, Map.of());
    byName.put(name, module);
    inOrder.add(module);
    return module;
  }

  private Path locate(Path importer, Source source, Import taken) throws IOException {
    Path named = importer.resolveSibling(taken.from()).normalize();
    if (!named.startsWith(root)) {
      throw outside(source, taken);
    }
    if (!Files.isRegularFile(named)) {
      throw source.failure(
          ConfigCode.IMPORT,
          taken.fromAt(),
          "an import must name a file that exists, but '" + taken.from() + "' does not",
          nearby(named, taken.from()));
    }
    Path real = named.toRealPath();
    if (!real.startsWith(root)) {
      throw outside(source, taken);
    }
    return real;
  }

  private Failure outside(Source source, Import taken) {
    return source.failure(
        ConfigCode.IMPORT,
        taken.fromAt(),
        "an import must stay inside the configuration's folder, but '"
            + taken.from()
            + "' leaves it",
        "copy the file into it, or name a folder that holds both with --root");
  }

  /// What was perhaps meant: the same file with its ending, or with the ending of its source.
  private static String nearby(Path named, String from) {
    int dot = from.lastIndexOf('.');
    String bare = dot > from.lastIndexOf('/') ? from.substring(0, dot) : from;
    for (String guess : List.of(from + ".ts", from + "/index.ts", bare + ".ts", from + ".json")) {
      if (Files.isRegularFile(named.resolveSibling(guess.substring(from.lastIndexOf('/') + 1)))) {
        return "write '" + guess + "'";
      }
    }
    return "check the spelling";
  }

  private ModuleFile file(Path path, Source source, Import taken) throws IOException {
    if (open.contains(path)) {
      throw circle(path, source, taken);
    }
    ModuleFile known = byPath.get(path);
    if (known != null) {
      return known;
    }
    if (byPath.size() >= MODULES_MAX) {
      throw source.failure(
          ConfigCode.IMPORT,
          taken.fromAt(),
          "a configuration must have at most " + MODULES_MAX + " files",
          "");
    }
    String ending = path.toString().substring(path.toString().lastIndexOf('.') + 1);
    if (ending.equals("json")) {
      return add(path, json(path));
    }
    if (CODE.contains(ending)) {
      return code(path);
    }
    throw source.failure(
        ConfigCode.IMPORT,
        taken.fromAt(),
        "an import must be a .ts, .js or .json file, but is '" + taken.from() + "'",
        "");
  }

  private Failure circle(Path path, Source source, Import taken) {
    var names = new ArrayList<String>();
    for (Path step : open.subList(open.indexOf(path), open.size())) {
      names.add(nameOf(step));
    }
    names.add(nameOf(path));
    return source.failure(
        ConfigCode.IMPORT,
        taken.fromAt(),
        "imports must not form a circle, but " + String.join(" -> ", names) + " is one",
        "move what both need to a file of its own, or import types with import type");
  }

  private ModuleFile json(Path path) {
    String text = SourceText.read(path, nameOf(path));
    try {
      JsonReader.read(text.getBytes(StandardCharsets.UTF_8));
    } catch (JsonSyntaxException e) {
      throw new Failure(
          new dev.varve.base.Problem(
              ConfigCode.SYNTAX,
              nameOf(path) + ":" + e.line() + ":" + e.column(),
              String.valueOf(e.getMessage()),
              ""),
          e);
    }
    return new ModuleFile.Data(nameOf(path), text);
  }

  private String nameOf(Path path) {
    return root.relativize(path).toString().replace('\\', '/');
  }

  /// Files of the npm package, which are also in the program.
  static final class NpmFiles {
    private NpmFiles() {}

    static String text(String file) {
      try (InputStream in =
          ModuleLoader.class.getResourceAsStream("/dev/varve/config/npm/" + file)) {
        if (in == null) {
          throw new IllegalStateException("the program lacks its file " + file);
        }
        return new String(in.readAllBytes(), StandardCharsets.UTF_8);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
