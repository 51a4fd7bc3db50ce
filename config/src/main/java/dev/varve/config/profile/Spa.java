package dev.varve.config.profile;

import dev.varve.base.json.JsonObject;
import dev.varve.config.Profile;
import dev.varve.graph.shape.Field;
import dev.varve.graph.shape.Shape;
import dev.varve.graph.shape.Types;
import dev.varve.graph.term.Terms;
import java.util.List;

/// A single-page application: its files, and its shell for every other navigation. A missing asset
/// is 404, never the shell.
final class Spa implements Profile<Spa.Options> {
  /// What may stand beside `use: spa`.
  record Options(String dir, String shell, List<String> assets, String path) {
    private static final Field<Options, String> DIR =
        Field.required(
            "dir", "Directory of the build, such as 'dist'.", Terms.file(), Options::dir);
    private static final Field<Options, String> SHELL =
        Field.of(
            "shell",
            "File that answers navigations.",
            Types.text("a file name"),
            "index.html",
            Options::shell);
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
            "SpaOptions",
            "A single-page application.",
            List.of(DIR, SHELL, ASSETS, PATH),
            v -> new Options(v.get(DIR), v.get(SHELL), v.get(ASSETS), v.get(PATH)));

    Options {
      assets = List.copyOf(assets);
    }
  }

  @Override
  public String name() {
    return "spa";
  }

  @Override
  public Shape<Options> options() {
    return Options.SHAPE;
  }

  @Override
  public List<JsonObject> routes(Options options) {
    JsonObject files =
        Written.object(
            "dir", options.dir(),
            "fallback", options.shell(),
            "cacheControl", Written.rules(options.assets()));
    return List.of(Written.mounted(options.path(), "securityHeaders", "basic", "static", files));
  }
}
