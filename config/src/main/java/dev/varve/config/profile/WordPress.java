package dev.varve.config.profile;

import dev.varve.base.json.Json;
import dev.varve.base.json.JsonObject;
import dev.varve.base.json.JsonString;
import dev.varve.config.Profile;
import dev.varve.graph.route.CachePolicy;
import dev.varve.graph.shape.Field;
import dev.varve.graph.shape.Shape;
import dev.varve.graph.shape.Types;
import dev.varve.graph.term.Terms;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// WordPress with PHP-FPM and no other web server. Uploads never run, XML-RPC and files of no
/// visitor's business are refused, logins are counted, and pages may be cached for visitors who
/// have neither logged in, nor commented, nor filled a basket.
final class WordPress implements Profile<WordPress.Options> {
  private static final List<String> UPLOADS =
      List.of("/wp-content/uploads", "/wp-content/files", "/wp-content/cache", "/wp-includes");
  private static final List<String> COOKIES =
      List.of(
          "wordpress_logged_in_*",
          "wordpress_sec_*",
          "wp-postpass_*",
          "comment_author_*",
          "woocommerce_items_in_cart",
          "woocommerce_cart_hash",
          "wp_woocommerce_session_*",
          "edd_items_in_cart");

  /// WordPress offers permalinks without index.php in them only to servers whose names it knows.
  private static final String SOFTWARE = "varve (rewrites as nginx)";

  private static final String ASSETS =
      "~(?i).*\\.(?:css|js|mjs|map|png|jpe?g|gif|webp|avif|svg|ico|woff2?|ttf|otf|eot|mp4|webm|mp3|ogg|pdf|zip|gz|wasm)";

  /// What may stand beside `use: wordpress`.
  record Options(
      String root,
      String fpm,
      @Nullable CachePolicy cache,
      boolean xmlrpc,
      String loginRate,
      long maxBody) {
    private static final Field<Options, String> ROOT =
        Field.required(
            "root",
            "Directory of WordPress, which holds wp-login.php.",
            Terms.file(),
            Options::root);
    private static final Field<Options, String> FPM =
        Field.of(
            "fpm",
            "Address of PHP-FPM, or the name of an upstream.",
            Terms.upstream(),
            "unix:/run/php/php-fpm.sock",
            Options::fpm);
    private static final Field<Options, CachePolicy> CACHE =
        Field.optional(
            "cache", "Keeps pages of visitors without a login.", CachePolicy.TYPE, Options::cache);
    private static final Field<Options, Boolean> XMLRPC =
        Field.of(
            "xmlrpc",
            "Whether xmlrpc.php answers; few need it, and many attack it.",
            Types.bool(),
            false,
            Options::xmlrpc);
    private static final Field<Options, String> LOGIN_RATE =
        Field.of(
            "loginRate",
            "How often one client may send the login form.",
            Types.text("a rate such as '20/min'"),
            "20/min",
            Options::loginRate);
    private static final Field<Options, Long> MAX_BODY = Kinds.maxBody(Options::maxBody);

    static final Shape<Options> SHAPE =
        Shape.of(
            "WordPressOptions",
            "WordPress with PHP-FPM.",
            List.of(ROOT, FPM, CACHE, XMLRPC, LOGIN_RATE, MAX_BODY),
            v ->
                new Options(
                    v.get(ROOT),
                    v.get(FPM),
                    v.maybe(CACHE),
                    v.get(XMLRPC),
                    v.get(LOGIN_RATE),
                    v.get(MAX_BODY)));
  }

  @Override
  public String name() {
    return "wordpress";
  }

  @Override
  public Shape<Options> options() {
    return Options.SHAPE;
  }

  @Override
  public List<JsonObject> routes(Options options) {
    var php = new PhpRoutes(options.root(), options.fpm(), options.maxBody());
    php.tell("SERVER_SOFTWARE", SOFTWARE);
    refuse(php, options);
    php.add(
        Written.route(
            "/wp-login.php",
            "methods",
            List.of("POST"),
            "limit",
            Written.object("rate", options.loginRate()),
            "fastcgi",
            php.scripts()));
    php.add(
        Written.route("/wp-admin", "redirect", Written.object("to", "/wp-admin/", "status", 301)));
    php.runScripts();
    php.add(Written.route("~/wp-admin/(?:network/|user/)?", "fastcgi", php.scripts()));
    JsonObject front = Written.object("fastcgi", php.front("/index.php"));
    php.add(Written.route("~/wp-json(?:/.*)?", "fastcgi", php.front("/index.php")));
    php.add(Written.route(ASSETS, "static", php.files(List.of(), front)));
    JsonObject pages = php.files(List.of(), front);
    return options.cache() == null
        ? php.rest(pages).routes()
        : php.rest(pages, bypassing(options.cache())).routes();
  }

  private static void refuse(PhpRoutes php, Options options) {
    php.refuseHidden().refuseScriptsBelow(UPLOADS);
    for (String file : List.of("/wp-config.php", "/wp-config-sample.php", "/readme.html")) {
      php.refuse(file, 404);
    }
    php.refuse("~/wp-content/debug\\.log", 404);
    php.refuse("~/wp-admin/includes/.*", 404);
    if (!options.xmlrpc()) {
      php.refuse("/xmlrpc.php", 403);
    }
  }

  /// The author's own cookies come beside those of WordPress and its usual shops.
  private static JsonObject bypassing(CachePolicy policy) {
    var cookies = new ArrayList<>(COOKIES);
    cookies.addAll(policy.cookies());
    return ((JsonObject) CachePolicy.SHAPE.write(policy))
        .with("cookies", Json.of(cookies.stream().map(JsonString::new).toList()));
  }
}
