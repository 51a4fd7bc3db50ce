package dev.varve.edge;

import dev.varve.edge.log.AccessLog;
import dev.varve.edge.log.LogLine;
import dev.varve.http.Ending;
import dev.varve.http.Exchange;
import dev.varve.http.FieldName;
import dev.varve.http.Request;
import dev.varve.http.TlsFacts;
import dev.varve.http.net.Loop;
import org.jspecify.annotations.Nullable;

/// Writes what became of each request into the access log. The query is left out: it carries tokens
/// and names often enough.
final class Journal {
  private static final FieldName REFERER = FieldName.of("referer");

  private final @Nullable AccessLog log;
  private final boolean json;
  private final @Nullable LogLine[] lines;

  /// @param log null when nothing is to be written
  Journal(@Nullable AccessLog log, boolean json, int loops) {
    this.log = log;
    this.json = json;
    this.lines = new @Nullable LogLine[loops];
  }

  void write(Passage passage, Exchange exchange, Ending ending, long durationNanos) {
    AccessLog to = log;
    if (to == null) {
      return;
    }
    LogLine line = line(to, passage.loop());
    line.begin();
    if (json) {
      object(line, passage, exchange, ending, durationNanos);
    } else {
      combined(line, passage, exchange);
    }
    line.end();
  }

  private LogLine line(AccessLog to, Loop loop) {
    LogLine line = lines[loop.number()];
    if (line == null) {
      line = new LogLine(to, loop, json);
      lines[loop.number()] = line;
    }
    return line;
  }

  private static void object(
      LogLine line, Passage passage, Exchange exchange, Ending ending, long durationNanos) {
    Request request = exchange.request();
    line.text("id", passage.requestId());
    line.text("client", passage.client());
    line.text("user", passage.user());
    line.text("method", request.method());
    line.text("scheme", request.scheme());
    line.text("host", request.authority());
    line.text("path", passage.path());
    line.text("protocol", request.version().toString());
    TlsFacts tls = passage.tls();
    if (tls != null) {
      line.text("tls.version", tls.version());
      line.text("tls.group", tls.group());
      line.text("tls.resumed", tls.resumed() ? "yes" : "no");
    }
    line.number("status", exchange.status());
    line.number("bytesIn", exchange.bytesIn());
    line.number("bytesOut", exchange.bytesOut());
    line.millis("durationMs", durationNanos);
    line.text("route", passage.routeId());
    line.text("upstream", passage.upstream());
    line.text("target", passage.target());
    line.text("error.type", errorType(passage, ending));
    line.text("userAgent", request.fields().value(FieldName.USER_AGENT));
    line.text("referer", request.fields().value(REFERER));
  }

  private static String errorType(Passage passage, Ending ending) {
    if (!passage.errorType().isEmpty()) {
      return passage.errorType();
    }
    return switch (ending) {
      case COMPLETE -> "";
      case CLIENT_GONE -> "client_gone";
      case TIMED_OUT -> "client_timeout";
      case BROKEN -> passage.upstream().isEmpty() ? "response_body" : "upstream_response_read";
      case ABORTED -> "aborted";
    };
  }

  private static void combined(LogLine line, Passage passage, Exchange exchange) {
    Request request = exchange.request();
    String asked = request.method() + " " + passage.path() + " " + request.version();
    line.combined(passage.client(), passage.user(), asked, exchange.status(), exchange.bytesOut());
    line.quoted(request.fields().value(REFERER));
    line.quoted(request.fields().value(FieldName.USER_AGENT));
  }

  /// Hands over what a loop holds; on that loop.
  void flush(Loop loop) {
    LogLine line = lines[loop.number()];
    if (line != null) {
      line.flush();
    }
  }
}
