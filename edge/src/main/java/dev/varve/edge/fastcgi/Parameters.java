package dev.varve.edge.fastcgi;

import dev.varve.edge.action.RoutedExchange;
import dev.varve.edge.header.Forwarding;
import dev.varve.edge.header.HopByHop;
import dev.varve.graph.match.Hosts;
import dev.varve.http.Body;
import dev.varve.http.FieldName;
import dev.varve.http.Fields;
import dev.varve.http.Request;
import java.io.ByteArrayOutputStream;
import java.net.InetSocketAddress;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/// The variables a script sees (RFC 3875, and what PHP expects beyond it).
///
/// Headers become HTTP_ variables only when their name has no underscore, so none can pass for
/// another, and Proxy never does (CVE-2016-5385).
final class Parameters {
  private static final FieldName PROTO = FieldName.of("x-forwarded-proto");
  private static final FieldName PROXY = FieldName.of("proxy");

  private final RoutedExchange exchange;
  private final FastCgiRules rules;
  private final Map<String, String> values = new LinkedHashMap<>();

  private Parameters(RoutedExchange exchange, FastCgiRules rules) {
    this.exchange = exchange;
    this.rules = rules;
  }

  static byte[] of(RoutedExchange exchange, FastCgiRules rules, Script script) {
    var parameters = new Parameters(exchange, rules);
    parameters.headers();
    parameters.request(script);
    parameters.connection();
    parameters.values.putAll(rules.environment());
    var out = new ByteArrayOutputStream(2048);
    parameters.values.forEach((name, value) -> Records.parameter(out, name, value));
    return out.toByteArray();
  }

  private void headers() {
    var fields = new Fields();
    HopByHop.copy(exchange.request().fields(), fields);
    if (!exchange.isTrusted()) {
      Forwarding.remove(fields);
    }
    fields.remove(PROXY);
    fields.remove(FieldName.CONTENT_LENGTH);
    fields.remove(FieldName.CONTENT_TYPE);
    fields.remove(FieldName.EXPECT);
    exchange.identify(fields);
    for (int i = 0; i < fields.size(); i++) {
      String name = fields.name(i);
      if (name.indexOf('_') < 0) {
        String variable = "HTTP_" + name.toUpperCase(Locale.ROOT).replace('-', '_');
        String joint = fields.nameIs(i, FieldName.COOKIE) ? "; " : ", ";
        values.merge(variable, fields.value(i), (a, b) -> a + joint + b);
      }
    }
  }

  private void request(Script script) {
    Request request = exchange.request();
    String root = rules.remoteRoot();
    put("GATEWAY_INTERFACE", "CGI/1.1");
    put("SERVER_SOFTWARE", "varve");
    put("SERVER_PROTOCOL", request.version().toString());
    put("REQUEST_METHOD", request.method());
    put("REQUEST_URI", request.target());
    put("QUERY_STRING", exchange.query());
    put("DOCUMENT_ROOT", root);
    put("DOCUMENT_URI", script.name() + script.info());
    put("SCRIPT_NAME", script.name());
    put("SCRIPT_FILENAME", root + script.name());
    put("REDIRECT_STATUS", "200");
    if (!script.info().isEmpty()) {
      put("PATH_INFO", script.info());
      put("PATH_TRANSLATED", root + script.info());
    }
    Body body = exchange.body();
    put("CONTENT_LENGTH", body.length() > 0 ? String.valueOf(body.length()) : "");
    String type = request.fields().value(FieldName.CONTENT_TYPE);
    put("CONTENT_TYPE", type == null ? "" : type);
    String user = exchange.user();
    if (user != null && !user.isEmpty()) {
      put("REMOTE_USER", user);
    }
  }

  private void connection() {
    put("REMOTE_ADDR", exchange.client());
    put("SERVER_NAME", Hosts.canonical(exchange.request().authority()));
    if (exchange.peer().remote() instanceof InetSocketAddress remote) {
      put("REMOTE_PORT", String.valueOf(remote.getPort()));
    }
    if (exchange.peer().local() instanceof InetSocketAddress local) {
      put("SERVER_PORT", String.valueOf(local.getPort()));
      put("SERVER_ADDR", local.getAddress().getHostAddress());
    }
    String told = exchange.isTrusted() ? exchange.request().fields().value(PROTO) : null;
    String scheme = told == null ? exchange.peer().scheme() : told;
    put("REQUEST_SCHEME", scheme);
    if (scheme.equals("https")) {
      put("HTTPS", "on");
    }
  }

  private void put(String name, String value) {
    values.put(name, value);
  }
}
