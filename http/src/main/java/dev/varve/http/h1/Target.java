package dev.varve.http.h1;

import dev.varve.http.Ascii;
import dev.varve.http.FieldName;
import dev.varve.http.Fields;
import dev.varve.http.Request;
import dev.varve.http.Version;
import org.jspecify.annotations.Nullable;

/// The forms of a request target (RFC 9112, 3.2) and their agreement with Host and the connection.
final class Target {
  private static final int HTTP_PORT = 80;
  private static final int HTTPS_PORT = 443;

  private final Request request;
  private final Texts texts;
  private String authority = "";

  Target(Request request, Texts texts) {
    this.request = request;
    this.texts = texts;
  }

  /// Sets the request's method, target, scheme and authority from the bytes of the target.
  ///
  /// @return why the request is refused, or null
  @Nullable Refusal read(String method, int from, int to, String scheme) {
    byte[] bytes = request.fields().array();
    Refusal refusal = host();
    if (refusal != null) {
      return refusal;
    }
    if (method.equals("CONNECT")) {
      return connect(bytes, from, to, scheme);
    }
    if (bytes[from] == '/') {
      request.parsed(method, texts.of(bytes, from, to), scheme, authority);
      return null;
    }
    if (bytes[from] == '*' && to - from == 1 && method.equals("OPTIONS")) {
      request.parsed(method, "*", scheme, authority);
      return null;
    }
    request.parsed(method, "/", scheme, authority); // completed below
    return absolute(bytes, from, to);
  }

  private @Nullable Refusal host() {
    Fields fields = request.fields();
    authority = "";
    int host = fields.find(FieldName.HOST);
    if (host < 0) {
      return request.version() == Version.HTTP_1_0 ? null : Refusal.HOST_MISSING;
    }
    if (fields.find(FieldName.HOST, host + 1) >= 0) {
      return Refusal.HOST_TWICE;
    }
    int from = fields.valueOffset(host);
    int to = from + fields.valueLength(host);
    if (!Authority.isValid(fields.array(), from, to)) {
      return Refusal.HOST;
    }
    authority = texts.of(fields.array(), from, to);
    return null;
  }

  private @Nullable Refusal connect(byte[] bytes, int from, int to, String scheme) {
    int colon = Authority.portColon(bytes, from, to);
    if (!Authority.isValid(bytes, from, to) || colon < 0 || colon + 1 == to) {
      return Refusal.TARGET;
    }
    String target = texts.of(bytes, from, to);
    boolean agrees =
        Authority.agree(target, authority, HTTPS_PORT)
            || Authority.agree(target, authority, HTTP_PORT);
    if (!authority.isEmpty() && !agrees) {
      return Refusal.HOST_OTHER;
    }
    request.parsed("CONNECT", target, scheme, target);
    return null;
  }

  /// A scheme other than the connection's would make a plain request look encrypted.
  private @Nullable Refusal absolute(byte[] bytes, int from, int to) {
    boolean secure = request.scheme().equals("https");
    String prefix = secure ? "https://" : "http://";
    int start = from + prefix.length();
    if (start >= to || !Ascii.equalsLower(prefix, bytes, from, prefix.length())) {
      return Refusal.TARGET;
    }
    int path = start;
    while (path < to && bytes[path] != '/' && bytes[path] != '?') {
      path++;
    }
    if (!Authority.isValid(bytes, start, path)) {
      return Refusal.TARGET;
    }
    String named = texts.of(bytes, start, path);
    boolean agrees = Authority.agree(named, authority, secure ? HTTPS_PORT : HTTP_PORT);
    if (!authority.isEmpty() && !agrees) {
      return Refusal.HOST_OTHER;
    }
    // RFC 9112 section 3.2.4: OPTIONS for a URI without a path asks of the server as a whole.
    String empty = request.method().equals("OPTIONS") ? "*" : "/";
    String target = path == to ? empty : texts.of(bytes, path, to);
    String rooted = target.charAt(0) == '?' ? "/" + target : target;
    request.parsed(request.method(), rooted, request.scheme(), named);
    return null;
  }
}
