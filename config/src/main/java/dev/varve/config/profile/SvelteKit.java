package dev.varve.config.profile;

import dev.varve.base.json.JsonObject;
import dev.varve.config.Profile;
import dev.varve.graph.shape.Field;
import dev.varve.graph.shape.Shape;
import dev.varve.graph.shape.Types;
import dev.varve.graph.term.Terms;
import java.util.ArrayList;
import java.util.List;

/// SvelteKit built by its Node adapter: files of the build come from the edge, everything else from
/// the server. That server must be told whom to believe: `PROTOCOL_HEADER=x-forwarded-proto`,
/// `HOST_HEADER=x-forwarded-host`, `ADDRESS_HEADER=x-forwarded-for`, `XFF_DEPTH=1`; without them
/// form actions fail as cross-site.
final class SvelteKit implements Profile<SvelteKit.Options> {
  /// What may stand beside `use: sveltekit`.
  record Options(String dir, String upstream, List<CachedPath> cache) {
    private static final Field<Options, String> DIR =
        Field.of("dir", "Directory of the build.", Terms.file(), "build", Options::dir);
    private static final Field<Options, String> UPSTREAM =
        Field.of(
            "upstream",
            "The server of the build, or the name of an upstream.",
            Terms.upstream(),
            "127.0.0.1:3000",
            Options::upstream);
    private static final Field<Options, List<CachedPath>> CACHE =
        Field.of(
            "cache",
            "Pages that are kept; those of visitors with cookies are not, unless cookies are"
                + " named.",
            Types.list(CachedPath.SHAPE),
            List.of(),
            Options::cache);

    static final Shape<Options> SHAPE =
        Shape.of(
            "SvelteKitOptions",
            "SvelteKit built by its Node adapter.",
            List.of(DIR, UPSTREAM, CACHE),
            v -> new Options(v.get(DIR), v.get(UPSTREAM), v.get(CACHE)));

    Options {
      cache = List.copyOf(cache);
    }
  }

  @Override
  public String name() {
    return "sveltekit";
  }

  @Override
  public Shape<Options> options() {
    return Options.SHAPE;
  }

  @Override
  public List<JsonObject> routes(Options options) {
    JsonObject server = Written.object("proxy", options.upstream());
    JsonObject prerendered =
        Written.object(
            "static",
            Written.object(
                "dir", Written.below(options.dir(), "prerendered"),
                "tryExtensions", List.of(".html"),
                "cacheControl", Written.rules(List.of()),
                "otherwise", server));
    String client = Written.below(options.dir(), "client");
    JsonObject files =
        Written.object(
            "dir",
            client,
            "index",
            List.of(),
            "cacheControl",
            Written.rules(List.of()),
            "otherwise",
            prerendered);
    JsonObject hashed =
        Written.object("dir", client, "cacheControl", List.of(Written.rule("*", Written.FOREVER)));
    var routes = new ArrayList<JsonObject>();
    routes.add(Written.route("/_app/immutable/*", "static", hashed));
    options.cache().forEach(page -> routes.add(page.route("proxy", options.upstream())));
    routes.add(Written.route("/*", "static", files));
    return routes;
  }
}
