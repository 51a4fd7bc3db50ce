package dev.varve.config.profile;

import dev.varve.base.json.JsonObject;
import dev.varve.config.Profile;
import dev.varve.graph.shape.Field;
import dev.varve.graph.shape.Shape;
import dev.varve.graph.shape.Types;
import dev.varve.graph.term.Terms;
import java.util.ArrayList;
import java.util.List;

/// Next.js: its chunks and public files come from the edge, everything else from `next start`. It
/// believes x-forwarded-host and x-forwarded-proto, which the edge sets.
final class NextJs implements Profile<NextJs.Options> {
  /// What may stand beside `use: nextjs`.
  record Options(String dir, String upstream, List<CachedPath> cache) {
    private static final Field<Options, String> DIR =
        Field.of(
            "dir",
            "Directory of the project, which holds .next and public.",
            Terms.file(),
            ".",
            Options::dir);
    private static final Field<Options, String> UPSTREAM =
        Field.of(
            "upstream",
            "The server, or the name of an upstream.",
            Terms.upstream(),
            "127.0.0.1:3000",
            Options::upstream);
    private static final Field<Options, List<CachedPath>> CACHE =
        Field.of(
            "cache",
            "Pages that are kept; those of visitors with cookies are not, unless cookies are named.",
            Types.list(CachedPath.SHAPE),
            List.of(),
            Options::cache);

    static final Shape<Options> SHAPE =
        Shape.of(
            "NextJsOptions",
            "Next.js.",
            List.of(DIR, UPSTREAM, CACHE),
            v -> new Options(v.get(DIR), v.get(UPSTREAM), v.get(CACHE)));

    Options {
      cache = List.copyOf(cache);
    }
  }

  @Override
  public String name() {
    return "nextjs";
  }

  @Override
  public Shape<Options> options() {
    return Options.SHAPE;
  }

  @Override
  public List<JsonObject> routes(Options options) {
    JsonObject chunks =
        Written.object(
            "dir", Written.below(options.dir(), ".next/static"),
            "cacheControl", List.of(Written.rule("*", Written.FOREVER)));
    JsonObject files =
        Written.object(
            "dir", Written.below(options.dir(), "public"),
            "index", List.of(),
            "cacheControl", Written.rules(List.of()),
            "otherwise", Written.object("proxy", options.upstream()));
    var routes = new ArrayList<JsonObject>();
    routes.add(Written.mounted("/_next/static", "static", chunks));
    options.cache().forEach(page -> routes.add(page.route("proxy", options.upstream())));
    routes.add(Written.route("/*", "static", files));
    return routes;
  }
}
