package dev.varve.config.profile;

import dev.varve.base.json.JsonObject;
import dev.varve.config.Profile;
import dev.varve.graph.shape.Field;
import dev.varve.graph.shape.Shape;
import dev.varve.graph.shape.Types;
import dev.varve.graph.term.Terms;
import java.util.List;

/// SvelteKit built by its static adapter: pages are files whose ending is left out.
final class SvelteKitStatic implements Profile<SvelteKitStatic.Options> {
  /// What may stand beside `use: sveltekitStatic`.
  record Options(String dir, String fallback, String path) {
    private static final Field<Options, String> DIR =
        Field.of("dir", "Directory of the build.", Terms.file(), "build", Options::dir);
    private static final Field<Options, String> FALLBACK =
        Field.of(
            "fallback",
            "The adapter's fallback page, such as '200.html', when it writes one; empty for 404.",
            Types.anyText(),
            "",
            Options::fallback);
    private static final Field<Options, String> PATH =
        Field.of(
            "path",
            "The base path the site was built for; empty for the whole host.",
            Kinds.prefix(),
            "",
            Options::path);

    static final Shape<Options> SHAPE =
        Shape.of(
            "SvelteKitStaticOptions",
            "SvelteKit built by its static adapter.",
            List.of(DIR, FALLBACK, PATH),
            v -> new Options(v.get(DIR), v.get(FALLBACK), v.get(PATH)));
  }

  @Override
  public String name() {
    return "sveltekitStatic";
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
            "fallback", options.fallback(),
            "tryExtensions", List.of(".html"),
            "cacheControl", Written.rules(List.of("/_app/immutable/*")));
    return List.of(Written.mounted(options.path(), "securityHeaders", "basic", "static", files));
  }
}
