package dev.varve.config.profile;

import dev.varve.base.json.Json;
import dev.varve.base.json.JsonObject;
import java.util.ArrayList;
import java.util.List;

/// Routes of a PHP site, in the order in which they must be tried.
///
/// A PHP site is decided by endings, not by prefixes, and a prefix wins over any regular
/// expression. So every route here but a few exact ones is a regular expression, the last one
/// fitting all. A route that an author adds with a path or prefix of its own still comes first.
final class PhpRoutes {
  /// What a server must neither run nor show: other spellings of PHP, and its left-overs.
  private static final String NEVER =
      "~(?i).*\\.(?:phtml|phar|phps|pht|php[0-9]|inc|bak|sql|swp|orig)(?:/.*)?";

  private static final String HIDDEN = "~(?:/.*)?/\\.(?:[^w/][^/]*|w[^e/][^/]*)(?:/.*)?";
  private static final String SCRIPTS = "~(?i).*\\.php(?:/.*)?";

  private final String root;
  private final String fpm;
  private final Json maxBody;
  private JsonObject environment = JsonObject.EMPTY;
  private final List<JsonObject> routes = new ArrayList<>();

  /// @param root directory that is served
  /// @param fpm address of PHP-FPM, or the name of an upstream
  /// @param maxBody largest body of a request that a script takes
  PhpRoutes(String root, String fpm, long maxBody) {
    this.root = root;
    this.fpm = fpm;
    this.maxBody = Kinds.SIZE.write(maxBody);
  }

  List<JsonObject> routes() {
    return routes.stream().map(this::sized).toList();
  }

  private JsonObject sized(JsonObject route) {
    boolean runs = route.get("fastcgi") != null || route.get("static") != null;
    return runs ? route.with("maxBody", maxBody) : route;
  }

  /// Scripts of the routes that follow see this variable.
  PhpRoutes tell(String variable, String value) {
    environment = environment.with(variable, Json.of(value));
    return this;
  }

  PhpRoutes add(JsonObject route) {
    routes.add(route);
    return this;
  }

  PhpRoutes refuse(String path, int status) {
    return add(Written.route(path, "respond", status));
  }

  /// Dotfiles (but not .well-known) and what is PHP under another name do not exist.
  PhpRoutes refuseHidden() {
    return refuse(HIDDEN, 404).refuse(NEVER, 404);
  }

  /// What visitors could upload never runs.
  PhpRoutes refuseScriptsBelow(List<String> prefixes) {
    for (String prefix : prefixes) {
      refuse("~(?i)" + quote(prefix) + "/.*\\.php(?:/.*)?", 403);
    }
    return this;
  }

  /// Scripts that exist run; others are 404.
  PhpRoutes runScripts() {
    return add(Written.route(SCRIPTS, "fastcgi", scripts()));
  }

  PhpRoutes refuseScripts() {
    return refuse(SCRIPTS, 404);
  }

  /// The script that the path names, or the index of the directory it names.
  JsonObject scripts() {
    return Written.object("upstream", fpm, "root", root, "environment", environment);
  }

  /// One script for every path.
  JsonObject front(String script) {
    return scripts().with("script", Json.of(script));
  }

  /// Files, and for what is none the action.
  JsonObject files(List<String> assets, JsonObject otherwise) {
    return Written.object(
        "dir",
        root,
        "index",
        List.of("index.html"),
        "cacheControl",
        Written.rules(assets),
        "otherwise",
        otherwise);
  }

  /// The route of everything that no other route took.
  PhpRoutes rest(JsonObject action) {
    return add(Written.route("~/.*", "securityHeaders", "basic", "static", action));
  }

  PhpRoutes rest(JsonObject action, Json cache) {
    return add(Written.route("~/.*", "securityHeaders", "basic", "cache", cache, "static", action));
  }

  private static String quote(String text) {
    return text.replace(".", "\\.");
  }
}
