package dev.varve.edge.header;

import dev.varve.base.json.Json;
import dev.varve.edge.action.RoutedExchange;
import dev.varve.edge.balance.Hash;
import dev.varve.edge.error.Html;
import dev.varve.graph.match.Hosts;
import dev.varve.graph.path.CanonicalPath;
import dev.varve.graph.term.Template;
import dev.varve.http.FieldName;
import dev.varve.http.Fields;
import dev.varve.http.TlsFacts;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/// Fills in the placeholders of a template. What comes from the request is made fit for the place
/// it is put into: neither a header nor an address can be left by what a client sends.
public final class Expansion {
  private Expansion() {}

  /// Where the text goes.
  public enum Place {
    /// Into a header: control characters are dropped, what is not ISO-8859-1 is encoded.
    HEADER,
    /// Into an address: everything special is percent-encoded.
    ADDRESS,
    /// Into a path: what does not come from the path itself becomes one segment and no more.
    SEGMENT,
    /// Into a page: what is special in HTML is escaped.
    HTML,
    /// Into a string of JSON: escaped as there.
    JSON,
    /// Into plain text or a key: as it is.
    TEXT
  }

  /// @param target the upstream's target, empty where there is none
  public static String fill(
      Template template, RoutedExchange exchange, Place place, String target) {
    if (template.isConstant()) {
      return constant(template);
    }
    var text = new StringBuilder();
    for (Template.Part part : template.parts()) {
      switch (part) {
        case Template.Text(String plain) -> text.append(plain);
        case Template.Placeholder placeholder -> {
          String value = value(placeholder, exchange, target);
          if (value != null) {
            text.append(fit(value, placeholder.kind(), place));
          }
        }
      }
    }
    return text.toString();
  }

  /// The key of a consistent choice.
  public static long hash(Template key, RoutedExchange exchange) {
    return Hash.of(fill(key, exchange, Place.TEXT, ""));
  }

  /// The text of a template without placeholders.
  public static String constant(Template template) {
    var text = new StringBuilder();
    for (Template.Part part : template.parts()) {
      if (part instanceof Template.Text(String plain)) {
        text.append(plain);
      }
    }
    return text.toString();
  }

  private static @Nullable String value(
      Template.Placeholder placeholder, RoutedExchange exchange, String target) {
    String name = placeholder.name();
    return switch (placeholder.kind()) {
      case "client.ip" -> exchange.client();
      case "client.port" ->
          exchange.peer().remote() instanceof InetSocketAddress address
              ? String.valueOf(address.getPort())
              : "";
      case "host" -> exchange.request().authority();
      case "path" -> exchange.path();
      case "query" -> name.isEmpty() ? exchange.query() : Query.value(exchange.query(), name);
      case "scheme" -> exchange.peer().scheme();
      case "method" -> exchange.request().method();
      case "request.id" -> exchange.requestId();
      case "route.id" -> exchange.routeId();
      case "upstream.target" -> target;
      case "param" -> exchange.params().get(name);
      case "header" -> header(exchange.request().fields(), name);
      case "cookie" -> Cookies.value(exchange.request().fields(), name);
      default -> tls(placeholder.kind(), exchange.peer().tls());
    };
  }

  private static @Nullable String header(Fields fields, String name) {
    FieldName key = FieldName.of(name);
    return fields.count(key) > 1 ? String.join(", ", fields.values(key)) : fields.value(key);
  }

  private static @Nullable String tls(String kind, @Nullable TlsFacts facts) {
    if (facts == null) {
      return null;
    }
    return switch (kind) {
      case "tls.version" -> facts.version();
      case "tls.subject" ->
          facts.clientCertificates().isEmpty()
              ? null
              : facts.clientCertificates().getFirst().getSubjectX500Principal().getName();
      default -> null;
    };
  }

  private static String fit(String value, String kind, Place place) {
    return switch (place) {
      case TEXT -> value;
      case HTML -> Html.escape(value);
      case JSON -> inJson(value);
      case SEGMENT -> kind.equals("path") || kind.equals("param") ? value : segment(value);
      case HEADER -> kind.equals("path") ? CanonicalPath.encode(value) : forHeader(value);
      case ADDRESS ->
          switch (kind) {
            case "path", "param" -> CanonicalPath.encode(value);
            case "query" -> value.equals("") ? value : Query.safe(value);
            case "host", "upstream.target" -> value;
            default -> Query.encode(value);
          };
    };
  }

  private static String inJson(String value) {
    String quoted = Json.of(value).compact();
    return quoted.substring(1, quoted.length() - 1);
  }

  private static String segment(String value) {
    return value.equals(".") || value.equals("..") ? "" : Query.encode(value);
  }

  /// The host alone, in the form sites are named by.
  public static String host(RoutedExchange exchange) {
    return Hosts.canonical(exchange.request().authority());
  }

  static String forHeader(String value) {
    StringBuilder safe = null;
    for (int i = 0; i < value.length(); i++) {
      char each = value.charAt(i);
      boolean fits = (each >= ' ' && each < 0x7F) || (each > 0x9F && each <= 0xFF) || each == '\t';
      if (!fits && safe == null) {
        safe = new StringBuilder(value.substring(0, i));
      }
      if (safe != null) {
        safe.append(fits ? String.valueOf(each) : each > 0xFF ? "?" : "");
      }
    }
    return safe == null ? value : safe.toString();
  }
}
