package dev.varve.config.profile;

import dev.varve.base.json.JsonObject;
import dev.varve.config.Profile;
import dev.varve.graph.shape.Field;
import dev.varve.graph.shape.Shape;
import dev.varve.graph.shape.Types;
import dev.varve.graph.term.Terms;
import java.util.List;

/// An application that runs in this process, and the files beside it.
final class App implements Profile<App.Options> {
  /// What may stand beside `use: app`.
  record Options(String name, String dir, List<String> assets, String path) {
    private static final Field<Options, String> NAME =
        Field.of("name", "Name of the application.", Terms.name(), "app", Options::name);
    private static final Field<Options, String> DIR =
        Field.of(
            "dir",
            "Directory of its files, which come before it; empty for none.",
            Types.anyText(),
            "",
            Options::dir);
    private static final Field<Options, List<String>> ASSETS =
        Field.of(
            "assets",
            "Files whose names change with their content.",
            Types.list(Kinds.files()),
            List.of("/assets/*"),
            Options::assets);
    private static final Field<Options, String> PATH =
        Field.of(
            "path",
            "Where the application is mounted; empty for the whole host.",
            Kinds.prefix(),
            "",
            Options::path);

    static final Shape<Options> SHAPE =
        Shape.of(
            "AppOptions",
            "An application that runs in this process.",
            List.of(NAME, DIR, ASSETS, PATH),
            v -> new Options(v.get(NAME), v.get(DIR), v.get(ASSETS), v.get(PATH)));

    Options {
      assets = List.copyOf(assets);
    }
  }

  @Override
  public String name() {
    return "app";
  }

  @Override
  public Shape<Options> options() {
    return Options.SHAPE;
  }

  @Override
  public List<JsonObject> routes(Options options) {
    if (options.dir().isEmpty()) {
      return List.of(Written.mounted(options.path(), "app", options.name()));
    }
    JsonObject files =
        Written.object(
            "dir", options.dir(),
            "index", List.of(),
            "cacheControl", Written.rules(options.assets()),
            "otherwise", Written.object("app", options.name()));
    return List.of(Written.mounted(options.path(), "static", files));
  }
}
