package dev.varve.graph.term;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import dev.varve.graph.shape.Type;
import dev.varve.graph.shape.Types;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/// Kinds of text that several records share, each with its rule.
public final class Terms {
  private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_.-]{0,127}");
  private static final Pattern TOKEN = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]{1,128}");
  private static final Pattern HOST =
      Pattern.compile("(\\*\\.)?[a-z0-9_]([a-z0-9_-]{0,62})(\\.[a-z0-9_]([a-z0-9_-]{0,62}))*");
  private static final Pattern IP6 = Pattern.compile("\\[?[0-9a-f:.]{2,45}\\]?");
  private static final Set<String> METHODS_REFUSED = Set.of("CONNECT");

  private static final Type<Value> FIELD_VALUE =
      Types.mapped(Value.TYPE, Terms::checkedFieldValue, value -> value);

  private Terms() {}

  static String reference(String name) {
    return ruled("a name of letters, digits, '_', '.' and '-'", matches(NAME)).apply(name);
  }

  private static UnaryOperator<String> ruled(String words, Predicate<String> holds) {
    return text -> {
      if (!holds.test(text)) {
        throw new IllegalArgumentException("must be " + words + ", but is '" + text + "'");
      }
      return text;
    };
  }

  private static Type<String> of(String words, Predicate<String> holds) {
    return Types.text(words, ruled(words, holds));
  }

  private static Predicate<String> matches(Pattern pattern) {
    return text -> pattern.matcher(text).matches();
  }

  /// What people call things of theirs.
  public static Type<String> name() {
    return of("a name of letters, digits, '_', '.' and '-'", matches(NAME));
  }

  /// A request method as it is sent.
  public static Type<String> method() {
    return of(
        "a method in capitals such as 'GET' or 'POST'",
        text ->
            TOKEN.matcher(text).matches()
                && text.equals(text.toUpperCase(Locale.ROOT))
                && !METHODS_REFUSED.contains(text));
  }

  /// The name of a header field, in lower case.
  public static Type<String> header() {
    return Types.text("a header name such as 'x-request-id'", Terms::headerName);
  }

  /// The name in lower case.
  ///
  /// @throws IllegalArgumentException when it is no token
  public static String headerName(String text) {
    return ruled("a header name such as 'x-request-id'", matches(TOKEN))
        .apply(text)
        .toLowerCase(Locale.ROOT);
  }

  /// Text without control characters, fit for a header.
  public static Type<String> fieldText() {
    return of("text without control characters", Terms::isFieldText);
  }

  static boolean isFieldText(String text) {
    return text.chars().allMatch(c -> (c >= 0x20 && c != 0x7f) || c == '\t');
  }

  private static Value checkedFieldValue(Value value) {
    if (value instanceof Value.Literal(String text)) {
      String checked = ruled("text without control characters", Terms::isFieldText).apply(text);
      return new Value.Literal(Template.parse(checked).text());
    }
    return value;
  }

  /// A site's host: `a.example`, `*.a.example`, an address, or `*` for any.
  public static Type<String> host() {
    return Types.text("a host such as 'www.example.com', '*.example.com' or '*'", Terms::hostName);
  }

  /// The host in lower case, ASCII, without trailing dot.
  ///
  /// @throws IllegalArgumentException when it is none
  public static String hostName(String text) {
    String host = text.endsWith(".") ? text.substring(0, text.length() - 1) : text;
    try {
      host =
          host.startsWith("*.")
              ? "*." + java.net.IDN.toASCII(host.substring(2))
              : host.equals("*") ? host : java.net.IDN.toASCII(host);
    } catch (IllegalArgumentException _) {
      host = "";
    }
    host = host.toLowerCase(Locale.ROOT);
    boolean good =
        host.equals("*")
            || (host.length() <= 255 && HOST.matcher(host).matches())
            || (host.indexOf(':') >= 0 && IP6.matcher(host).matches());
    return ruled("a host such as 'www.example.com', '*.example.com' or '*'", _ -> good)
        .apply(good ? host : text);
  }

  /// A file or directory, relative to the graph's directory or absolute.
  public static Type<String> file() {
    return of("a path such as 'web/dist'", text -> !text.isBlank() && Terms.isFieldText(text));
  }

  /// A path on the server.
  public static Type<String> urlPath() {
    return of(
        "a path that starts with '/'", text -> text.startsWith("/") && Terms.isFieldText(text));
  }

  /// A URL that Varve itself fetches.
  public static Type<String> url() {
    return of("a URL such as 'https://id.example.com/keys'", Terms::isUrl);
  }

  private static boolean isUrl(String text) {
    try {
      var uri = new URI(text);
      return ("https".equals(uri.getScheme()) || "http".equals(uri.getScheme()))
          && uri.getHost() != null
          && uri.getUserInfo() == null;
    } catch (URISyntaxException _) {
      return false;
    }
  }

  /// A network such as `10.0.0.0/8`, or a single address.
  public static Type<String> network() {
    return of("a network such as '10.0.0.0/8', '2001:db8::/32' or '192.0.2.7'", Network::isOne);
  }

  /// An IP address and a port: `10.0.0.2:53` or `[2001:db8::2]:53`.
  public static Type<String> socketAddress() {
    return Types.text(
        "an IP address with a port such as '10.0.0.2:53' or '[2001:db8::2]:53'",
        text -> {
          Address address = Address.parse(text, false);
          Addresses.parse(address.host());
          return address.text();
        });
  }

  /// Where to listen: `:443`, `127.0.0.1:8080`, `[::1]:80` or `unix:/run/varve.sock`.
  public static Type<String> listenAddress() {
    return Types.text(
        "an address such as ':443', '127.0.0.1:8080', '[::1]:80' or 'unix:/run/varve.sock'",
        text -> Address.parse(text, true).text());
  }

  /// Where an upstream is: `10.0.0.1:9000`, `app.internal:80`, `[::1]:80` or `unix:/run/app.sock`.
  public static Type<String> targetAddress() {
    return Types.text(
        "an address such as '10.0.0.1:9000', 'app.internal:80' or 'unix:/run/app.sock'",
        text -> Address.parse(text, false).text());
  }

  /// The name of an upstream, or an address in place of one.
  public static Type<String> upstream() {
    return of(
        "the name of an upstream or an address such as '127.0.0.1:3000'",
        text -> NAME.matcher(text).matches() || Address.isInline(text));
  }

  /// A regular expression of the linear-time kind (RE2), which must match the whole text.
  public static Type<String> regex() {
    return Types.text(
        "a regular expression (RE2)",
        text -> {
          try {
            return Pattern.compile(text).pattern();
          } catch (PatternSyntaxException wrong) {
            throw new IllegalArgumentException(
                "must be a regular expression (RE2), but is '"
                    + text
                    + "': "
                    + wrong.getDescription(),
                wrong);
          }
        });
  }

  /// Text with placeholders such as `{client.ip}`.
  public static Type<Template> template() {
    return Types.parsed(
        "text, with placeholders such as {client.ip}", Template::parse, Template::text);
  }

  /// A header's value: text with placeholders, or a reference.
  public static Type<Value> fieldValue() {
    return FIELD_VALUE;
  }

  /// What requests are told apart by: text with placeholders, or one placeholder without braces.
  public static Type<Template> key() {
    return Types.parsed(
        "what to tell requests apart by, such as 'client.ip' or '{jwt.sub} {path}'",
        text -> Template.parse(text.indexOf('{') < 0 ? "{" + text + "}" : text),
        Template::text);
  }
}
