package dev.varve.config.profile;

import dev.varve.base.json.JsonObject;
import dev.varve.config.Profile;
import dev.varve.graph.shape.Field;
import dev.varve.graph.shape.Shape;
import dev.varve.graph.shape.Types;
import dev.varve.graph.term.Terms;
import java.util.List;

/// A PHP site: its files, its scripts, and perhaps one script for every other path. PHP-FPM hears
/// of TLS and the client's address by `HTTPS` and `REMOTE_ADDR`, so the site need not believe any
/// forwarded header.
final class Php implements Profile<Php.Options> {
  /// What may stand beside `use: php`.
  record Options(String root, String fpm, String front, List<String> uploads, long maxBody) {
    private static final Field<Options, String> ROOT =
        Field.required("root", "Directory that is served.", Terms.file(), Options::root);
    private static final Field<Options, String> FPM =
        Field.of(
            "fpm",
            "Address of PHP-FPM, or the name of an upstream.",
            Terms.upstream(),
            "unix:/run/php/php-fpm.sock",
            Options::fpm);
    private static final Field<Options, String> FRONT =
        Field.of(
            "front",
            "Script that answers what is neither file nor script, such as '/index.php'; empty for"
                + " the index of directories and else 404.",
            Types.anyText(),
            "",
            Options::front);
    private static final Field<Options, List<String>> UPLOADS =
        Field.of(
            "uploads",
            "Directories that visitors can write to: nothing in them runs.",
            Types.list(Kinds.prefix()),
            List.of("/uploads", "/files", "/cache", "/tmp"),
            Options::uploads);
    private static final Field<Options, Long> MAX_BODY = Kinds.maxBody(Options::maxBody);

    static final Shape<Options> SHAPE =
        Shape.of(
            "PhpOptions",
            "A PHP site.",
            List.of(ROOT, FPM, FRONT, UPLOADS, MAX_BODY),
            v ->
                new Options(
                    v.get(ROOT), v.get(FPM), v.get(FRONT), v.get(UPLOADS), v.get(MAX_BODY)));

    Options {
      uploads = List.copyOf(uploads);
    }
  }

  @Override
  public String name() {
    return "php";
  }

  @Override
  public Shape<Options> options() {
    return Options.SHAPE;
  }

  @Override
  public List<JsonObject> routes(Options options) {
    var php = new PhpRoutes(options.root(), options.fpm(), options.maxBody());
    JsonObject otherwise =
        Written.object(
            "fastcgi", options.front().isEmpty() ? php.scripts() : php.front(options.front()));
    return php.refuseHidden()
        .refuseScriptsBelow(options.uploads())
        .runScripts()
        .rest(php.files(List.of(), otherwise))
        .routes();
  }
}
