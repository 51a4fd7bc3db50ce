package dev.varve.config.typescript;

import dev.varve.base.Suggestion;
import dev.varve.base.json.Json;
import dev.varve.config.erasure.Erased;
import dev.varve.config.erasure.ModuleShape;
import dev.varve.config.erasure.ModuleShape.Export;
import dev.varve.config.erasure.ModuleShape.Import;
import dev.varve.config.erasure.Source;
import dev.varve.config.source.ConfigCode;
import dev.varve.config.typescript.ModuleFile.Code;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Makes one script of many modules. Each becomes a function that runs once, after those it
/// imports; its imports are variables on the line before its text, so that its own lines stay what
/// they are.
final class Linker {
  private final ModuleFile.Graph graph;
  private final boolean waits;
  private final String prefix;
  private final IdentityHashMap<ModuleFile, Integer> numbers = new IdentityHashMap<>();
  private final IdentityHashMap<Code, Map<String, String>> exports = new IdentityHashMap<>();
  private final StringBuilder script = new StringBuilder();
  private final Instrument.Table table = new Instrument.Table();
  private final List<Program.Piece> pieces = new ArrayList<>();
  private int line = 1;
  private int base;

  private Linker(ModuleFile.Graph graph, boolean waits) {
    this.graph = graph;
    this.waits = waits;
    this.prefix = freePrefix(graph);
  }

  /// @param waits whether modules may wait at top level
  static Program link(ModuleFile.Graph graph, boolean waits) {
    return new Linker(graph, waits).link();
  }

  private static String freePrefix(ModuleFile.Graph graph) {
    String prefix = "$v";
    for (int i = 0; uses(graph, prefix); i++) {
      prefix = "$v" + i;
    }
    return prefix;
  }

  private static boolean uses(ModuleFile.Graph graph, String prefix) {
    return graph.inOrder().stream()
        .anyMatch(m -> m instanceof Code code && code.erased().source().text().contains(prefix));
  }

  private Program link() {
    requireDefault();
    emit(opening());
    for (ModuleFile module : graph.inOrder()) {
      int number = numbers.size();
      numbers.put(module, number);
      switch (module) {
        case Code code -> code(number, code);
        case ModuleFile.Data data ->
            emit(slot(number) + "={default:JSON.parse(" + quoted(data.json()) + ")};\n");
        case ModuleFile.NpmPackage(String name) ->
            emit(slot(number) + "=" + prefix + "p.get(" + quoted(name) + ");\n");
      }
    }
    emit("return " + slot(numbers.size() - 1) + ".default})\n");
    return new Program(
        script.toString(), "[" + table.text() + "]", table.literals(), pieces, packages());
  }

  private Map<String, Program.Spot> packages() {
    var found = new LinkedHashMap<String, Program.Spot>();
    for (ModuleFile module : graph.inOrder()) {
      if (module instanceof Code code) {
        for (Import taken : code.erased().shape().imports()) {
          if (code.needs().get(taken.from()) instanceof ModuleFile.NpmPackage) {
            found.putIfAbsent(
                taken.from(), new Program.Spot(code.erased().source(), taken.fromAt()));
          }
        }
      }
    }
    return found;
  }

  /// The script is a function of the tracer and of the packages; it keeps the modules in a list.
  private String opening() {
    return "(FUNCTION($t,$p){\"use strict\";const {begin:$b,end:$o,spread:$s,key:$k}=$t,$m={__proto__:null};\n"
        .replace("$", prefix)
        .replace("FUNCTION", waits ? "async function" : "function");
  }

  private String slot(int number) {
    return prefix + "m[" + number + "]";
  }

  /// Quotes as JSON, which is JavaScript too.
  private static String quoted(String text) {
    return Json.of(text).compact();
  }

  private void requireDefault() {
    Code entry = graph.entry();
    if (entry.erased().shape().exports().stream().noneMatch(e -> e.name().equals("default"))) {
      throw entry
          .erased()
          .source()
          .failure(
              ConfigCode.RESULT,
              0,
              "a configuration must have a default export",
              "write export default defineConfig({ ... })");
    }
  }

  private void emit(String text) {
    script.append(text);
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) == '\n') {
        line++;
      }
    }
  }

  private void code(int number, Code code) {
    Map<String, String> given = exportsOf(code);
    emit(slot(number) + "=" + (waits ? "await(async " : "(") + "function(){\"use strict\";");
    code.erased().shape().imports().forEach(taken -> emit(binding(code, taken)));
    emit("\n");
    text(code);
    emit("\nreturn {__proto__:null");
    given.forEach((name, value) -> emit("," + name + ":" + value));
    emit("}})();\n");
  }

  private void text(Code code) {
    Erased erased = code.erased();
    var instrument = new Instrument(prefix, table, base);
    String text = instrument.apply(erased.body(), erased.edits());
    pieces.add(
        new Program.Piece(
            erased.source(),
            code.isAuthors(),
            base,
            line,
            Source.of(code.name(), text),
            instrument.inserts()));
    base += erased.source().text().length() + 1;
    script.append(text);
    line += pieces.getLast().text().lineCount() - 1;
  }

  private String binding(Code code, Import taken) {
    if (taken.name().isEmpty()) {
      return "";
    }
    ModuleFile from = need(code, taken.from());
    String module = slot(number(from));
    if (taken.name().equals(ModuleShape.ALL)) {
      return "const " + taken.local() + "=" + module + ";";
    }
    requireExport(code, from, taken);
    return "const {" + taken.name() + ":" + taken.local() + "}=" + module + ";";
  }

  private static ModuleFile need(Code code, String from) {
    ModuleFile module = code.needs().get(from);
    if (module == null) {
      throw new IllegalStateException("unresolved import of " + from);
    }
    return module;
  }

  private int number(ModuleFile module) {
    Integer number = numbers.get(module);
    if (number == null) {
      throw new IllegalStateException("module out of order: " + module.name());
    }
    return number;
  }

  private void requireExport(Code importer, ModuleFile from, Import taken) {
    Set<String> names =
        switch (from) {
          case Code code -> exportsOf(code).keySet();
          case ModuleFile.Data _ -> Set.of("default");
          case ModuleFile.NpmPackage _ -> Set.of(taken.name());
        };
    if (names.contains(taken.name())) {
      return;
    }
    boolean type =
        from instanceof Code code && code.erased().shape().types().contains(taken.name());
    String next =
        type
            ? "it is a type: write import { type " + taken.name() + " }"
            : Suggestion.nearest(taken.name(), names)
                .map(near -> "did you mean " + near + "?")
                .orElse("it exports " + String.join(", ", names));
    throw importer
        .erased()
        .source()
        .failure(
            ConfigCode.IMPORT,
            taken.at(),
            "an import must name what '" + taken.from() + "' exports, but is " + taken.name(),
            next);
  }

  /// The names a module exports, each with the expression that gives its value inside the module.
  private Map<String, String> exportsOf(Code code) {
    Map<String, String> known = exports.get(code);
    if (known != null) {
      return known;
    }
    var names = new LinkedHashMap<String, String>();
    for (Export given : code.erased().shape().exports()) {
      if (given.from().isEmpty()) {
        names.put(given.name(), given.local());
      } else {
        passedOn(code, given, names);
      }
    }
    exports.put(code, names);
    return names;
  }

  private void passedOn(Code code, Export given, Map<String, String> names) {
    ModuleFile from = need(code, given.from());
    String module = slot(number(from));
    if (!given.local().equals(ModuleShape.ALL)) {
      requireExport(
          code, from, new Import(given.from(), given.at(), given.local(), "", given.at()));
      names.put(given.name(), module + "." + given.local());
    } else if (!given.name().equals(ModuleShape.ALL)) {
      names.put(given.name(), module);
    } else if (from instanceof Code inner) {
      for (String name : exportsOf(inner).keySet()) {
        if (!name.equals("default")) {
          names.putIfAbsent(name, module + "." + name);
        }
      }
    }
  }
}
