package dev.varve.config.profile;

import dev.varve.base.json.JsonObject;
import dev.varve.config.Profile;
import dev.varve.graph.shape.Field;
import dev.varve.graph.shape.Shape;
import dev.varve.graph.shape.Types;
import dev.varve.graph.term.Terms;
import java.util.List;

/// Laravel, and other frameworks with one front controller in a public directory: no other script
/// runs. Behind a further proxy, name it under TRUSTED_PROXIES; the edge itself needs no trust,
/// since PHP-FPM hears of TLS and the client's address by `HTTPS` and `REMOTE_ADDR`.
final class Laravel implements Profile<Laravel.Options> {
  /// What may stand beside `use: laravel`.
  record Options(String root, String fpm, List<String> assets, long maxBody) {
    private static final Field<Options, String> ROOT =
        Field.required(
            "root", "Directory of the project, which holds public.", Terms.file(), Options::root);
    private static final Field<Options, String> FPM =
        Field.of(
            "fpm",
            "Address of PHP-FPM, or the name of an upstream.",
            Terms.upstream(),
            "unix:/run/php/php-fpm.sock",
            Options::fpm);
    private static final Field<Options, List<String>> ASSETS =
        Field.of(
            "assets",
            "Files whose names change with their content.",
            Types.list(Kinds.files()),
            List.of("/build/assets/*"),
            Options::assets);
    private static final Field<Options, Long> MAX_BODY = Kinds.maxBody(Options::maxBody);

    static final Shape<Options> SHAPE =
        Shape.of(
            "LaravelOptions",
            "Laravel.",
            List.of(ROOT, FPM, ASSETS, MAX_BODY),
            v -> new Options(v.get(ROOT), v.get(FPM), v.get(ASSETS), v.get(MAX_BODY)));

    Options {
      assets = List.copyOf(assets);
    }
  }

  @Override
  public String name() {
    return "laravel";
  }

  @Override
  public Shape<Options> options() {
    return Options.SHAPE;
  }

  @Override
  public List<JsonObject> routes(Options options) {
    String root = Written.below(options.root(), "public");
    var php = new PhpRoutes(root, options.fpm(), options.maxBody());
    JsonObject front = Written.object("fastcgi", php.front("/index.php"));
    return php.refuseHidden()
        .add(Written.route("~/index\\.php(?:/.*)?", "fastcgi", php.front("/index.php")))
        .refuseScripts()
        .rest(php.files(options.assets(), front))
        .routes();
  }
}
