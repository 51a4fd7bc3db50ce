package dev.varve.graph.shape;

import dev.varve.base.Code;
import dev.varve.base.Exit;

/// What can be wrong with a graph.
public enum GraphCode implements Code {
  UNKNOWN_KEY(
      "E1201",
      "unknown key",
      """
      An object has a key that its kind does not know. Keys are never ignored, since a misspelt \
      guard or limit would then silently not be there. Correct the spelling, or move the key to \
      where it belongs; docs/reference/config.md lists every key.\
      """),
  WRONG_KIND(
      "E1202",
      "wrong kind of value",
      """
      A key holds another kind of value than it takes, such as a number where a duration with its \
      unit belongs ('5s', not 5), or text where a list belongs. null is never a value: leave the \
      key out for its default.\
      """),
  WRONG_VALUE(
      "E1203",
      "malformed value",
      """
      The value is of the right kind, but not of the form that the key asks for: a duration without \
      a unit, an address without a port, a word that is not one of those offered.\
      """),
  OUT_OF_BOUNDS(
      "E1204",
      "value out of bounds",
      """
      Every number, duration and size has a least and a most, since a limit of zero or a wait \
      without end is a mistake more often than a wish. Choose a value within the bounds named.\
      """),
  MISSING_KEY("E1205", "missing key", "A key that has no default was left out. Write it."),
  NOTHING_CHOSEN(
      "E1206",
      "nothing chosen",
      """
      Exactly one of several keys must be there, and none is. A route, for instance, needs exactly \
      one action: respond, redirect, static, proxy, fastcgi, app, store, metrics or health.\
      """),
  CONFLICT(
      "E1207",
      "keys exclude each other",
      "Two things were written of which only one can hold. Keep one."),
  UNKNOWN_UPSTREAM(
      "E1208",
      "unknown upstream",
      """
      A route names an upstream that is not under 'upstreams'. Correct the name, define the \
      upstream, or write its address in place, such as '127.0.0.1:3000'.\
      """),
  UNKNOWN_AUTH(
      "E1209",
      "unknown auth",
      "A guard names an entry that is not under 'auth'. Correct the name, or define it."),
  DUPLICATE_ROUTE(
      "E1210",
      "duplicate route",
      """
      Two routes of one site match exactly the same requests, so the second can never answer. \
      Remove one, or make one more specific by methods, headers or query.\
      """),
  SHADOWED_ROUTE(
      "E1211",
      "shadowed route",
      """
      Every request that this route matches is answered by another one that is more specific or \
      stands earlier among equals, so it can never answer. Remove it, or narrow the other.\
      """),
  AMBIGUOUS_ROUTE(
      "E1212",
      "ambiguous routes",
      """
      Two routes are equally specific and match some of the same requests, so only their order \
      decides. Add a method, header or query match to one, or merge them.\
      """),
  IGNORED_OPTION(
      "E1213",
      "option without effect",
      """
      The route has an option that its action never looks at, such as a cache for a redirect. An \
      option that does nothing is an error, since its author believes that it does something.\
      """),
  MISSING_FILE(
      "E1214",
      "missing file or directory",
      """
      A file or directory that the graph names is not there. Paths are relative to the directory of \
      the configuration file. Build the site first, or correct the path.\
      """),
  NO_CERTIFICATE(
      "E1215",
      "no certificate for a host",
      """
      A site is served over TLS, but no certificate can be had for its name: wildcards cannot be \
      issued by HTTP-01 or TLS-ALPN-01, and '*' is no name to ask for. Give certificate files, use a \
      DNS-01 challenge, or name the site.\
      """),
  UNUSED_UPSTREAM(
      "E1216",
      "unused upstream",
      "No route names this upstream, so it is never connected to. Remove it, or use it."),
  DUPLICATE_LISTENER(
      "E1217",
      "address listened on twice",
      "Two listeners have the same address. Only one of them can open it. Keep one."),
  DUPLICATE_HOST(
      "E1218",
      "host in two sites",
      "The same host is the name or an alias of two sites. Keep it in one."),
  UNKNOWN_PARAMETER(
      "E1219",
      "unknown placeholder",
      """
      A text has a placeholder in braces that does not exist, or names a path parameter that the \
      route's path does not have. Write {{ for a brace that is meant as such.\
      """),
  UNGUARDED_METHOD(
      "E1220",
      "guard left out by method",
      """
      A guarded route lists methods, and requests of other methods for the same path go on to a \
      route without a guard. It is an error where that route reaches the same upstream, \
      application, files or store, since the guard can then be gone around by choosing a method, \
      and a warning where something else answers. Remove the methods, guard the other route too, \
      or list the methods that the other route is for.\
      """),
  NO_TLS(
      "E1221",
      "https without certificates",
      """
      A listener speaks TLS, but there is neither a certificate file nor ACME nor the local \
      authority to take certificates from. Add one under 'tls'.\
      """),
  DUPLICATE_ID(
      "E1222",
      "route id used twice",
      "Ids name routes in logs, metrics and commands, so each may be used once. Change one."),
  MISPLACED_SECRET(
      "E1223",
      "secret written out",
      """
      A secret stands in the configuration itself. Graphs are stored, compared and shown, so they \
      hold only references: write secret('NAME') or env('NAME'), in YAML {secret: NAME}.\
      """),
  UNKNOWN_APP(
      "E1224",
      "unknown application",
      """
      A route names an application that is not under 'apps'. Correct the name, or define the \
      application with its class and its sources or jar.\
      """),
  UNUSED_CERTIFICATE(
      "E1225",
      "unused certificate",
      """
      None of the hosts that a certificate is said to be for is the name of a site, so it is never \
      shown. Remove it, or correct its hosts.\
      """);

  private final String id;
  private final String title;
  private final String explanation;

  GraphCode(String id, String title, String explanation) {
    this.id = id;
    this.title = title;
    this.explanation = explanation;
  }

  @Override
  public String id() {
    return id;
  }

  @Override
  public String title() {
    return title;
  }

  @Override
  public String explanation() {
    return explanation;
  }

  @Override
  public Exit exit() {
    return Exit.INVALID;
  }
}
