package dev.varve.graph.explain;

import dev.varve.graph.match.Lookup;
import dev.varve.graph.term.Terms;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// A request as somebody would describe it.
///
/// @param path as it is sent, without query
/// @param query without `?`; empty when there is none
/// @param headers by name in lower case
/// @param client address it comes from; empty when that does not matter
public record Request(
    String method,
    String scheme,
    String host,
    String path,
    String query,
    SortedMap<String, String> headers,
    String client) {
  private static final Pattern URL =
      Pattern.compile("(?:(https?)://)?([^/?#]+)(/[^?#]*)?(?:\\?([^#]*))?");

  public Request {
    var lower = new TreeMap<String, String>();
    headers.forEach((name, value) -> lower.put(Terms.headerName(name), value));
    headers = Collections.unmodifiableSortedMap(lower);
  }

  /// @param url such as `https://app.example.com/a?b=c`; without scheme https is meant
  /// @throws IllegalArgumentException saying `must …, but is …`
  public static Request of(String method, String url) {
    Matcher form = URL.matcher(url);
    if (!form.matches()) {
      throw new IllegalArgumentException(
          "must be a URL such as 'https://app.example.com/api?x=1', but is '" + url + "'");
    }
    return new Request(
        method,
        form.group(1) == null ? "https" : form.group(1),
        form.group(2),
        form.group(3) == null ? "/" : form.group(3),
        form.group(4) == null ? "" : form.group(4),
        new TreeMap<>(),
        "");
  }

  public Request withHeaders(Map<String, String> newHeaders) {
    return new Request(method, scheme, host, path, query, new TreeMap<>(newHeaders), client);
  }

  public Request withClient(String newClient) {
    return new Request(method, scheme, host, path, query, headers, newClient);
  }

  Lookup headerLookup() {
    return name -> headers.get(name);
  }

  Lookup queryLookup() {
    return this::queryValue;
  }

  private @Nullable String queryValue(String name) {
    for (String pair : query.split("&")) {
      int equals = pair.indexOf('=');
      String key = equals < 0 ? pair : pair.substring(0, equals);
      if (!pair.isEmpty() && decoded(key).equals(name)) {
        return equals < 0 ? "" : decoded(pair.substring(equals + 1));
      }
    }
    return null;
  }

  private static String decoded(String text) {
    try {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException _) {
      return text;
    }
  }

  @Override
  public String toString() {
    return method + " " + scheme + "://" + host + path + (query.isEmpty() ? "" : "?" + query);
  }
}
