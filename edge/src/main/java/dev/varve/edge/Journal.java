package dev.varve.edge;

import dev.varve.edge.grpc.GrpcStatus;
import dev.varve.edge.log.AccessLog;
import dev.varve.edge.log.LogLine;
import dev.varve.http.Ending;
import dev.varve.http.Exchange;
import dev.varve.http.FieldName;
import dev.varve.http.Fields;
import dev.varve.http.Request;
import dev.varve.http.TlsFacts;
import dev.varve.http.net.Loop;
import org.jspecify.annotations.Nullable;

/// Writes what became of each request into the access log. The query is left out: it carries tokens
/// and names often enough.
final class Journal {
  private static final FieldName REFERER_FIELD = FieldName.of("referer");
  private static final LogLine.Name ID = new LogLine.Name("id");
  private static final LogLine.Name CLIENT = new LogLine.Name("client");
  private static final LogLine.Name USER = new LogLine.Name("user");
  private static final LogLine.Name METHOD = new LogLine.Name("method");
  private static final LogLine.Name SCHEME = new LogLine.Name("scheme");
  private static final LogLine.Name HOST = new LogLine.Name("host");
  private static final LogLine.Name PATH = new LogLine.Name("path");
  private static final LogLine.Name PROTOCOL = new LogLine.Name("protocol");
  private static final LogLine.Name TLS_VERSION = new LogLine.Name("tls.version");
  private static final LogLine.Name TLS_GROUP = new LogLine.Name("tls.group");
  private static final LogLine.Name TLS_RESUMED = new LogLine.Name("tls.resumed");
  private static final LogLine.Name STATUS = new LogLine.Name("status");
  private static final LogLine.Name BYTES_IN = new LogLine.Name("bytesIn");
  private static final LogLine.Name BYTES_OUT = new LogLine.Name("bytesOut");
  private static final LogLine.Name DURATION = new LogLine.Name("durationMs");
  private static final LogLine.Name ROUTE = new LogLine.Name("route");
  private static final LogLine.Name UPSTREAM = new LogLine.Name("upstream");
  private static final LogLine.Name TARGET = new LogLine.Name("target");
  private static final LogLine.Name ERROR = new LogLine.Name("error.type");
  private static final LogLine.Name GRPC_STATUS = new LogLine.Name("grpc.status");
  private static final LogLine.Name USER_AGENT = new LogLine.Name("userAgent");
  private static final LogLine.Name REFERER = new LogLine.Name("referer");

  private final @Nullable AccessLog log;
  private final boolean json;
  private final @Nullable Own[] lines;

  /// The lines of one loop, and what mostly is as in the line before.
  private static final class Own {
    final LogLine line;
    final LogLine.Run asked = new LogLine.Run(5);
    final LogLine.Run secured = new LogLine.Run(3);
    final LogLine.Run served = new LogLine.Run(3);

    Own(LogLine line) {
      this.line = line;
    }
  }

  /// @param log null when nothing is to be written
  Journal(@Nullable AccessLog log, boolean json, int loops) {
    this.log = log;
    this.json = json;
    this.lines = new @Nullable Own[loops];
  }

  void write(Passage passage, Exchange exchange, Ending ending, long durationNanos) {
    AccessLog to = log;
    if (to == null) {
      return;
    }
    Own own = own(to, passage.loop());
    LogLine line = own.line;
    line.begin();
    if (json) {
      object(own, passage, exchange, ending, durationNanos);
    } else {
      combined(line, passage, exchange);
    }
    line.end();
  }

  private Own own(AccessLog to, Loop loop) {
    Own own = lines[loop.number()];
    if (own == null) {
      own = new Own(new LogLine(to, loop, json));
      lines[loop.number()] = own;
    }
    return own;
  }

  private static void object(
      Own own, Passage passage, Exchange exchange, Ending ending, long durationNanos) {
    LogLine line = own.line;
    Request request = exchange.request();
    line.text(ID, passage.idBytes(), 0, passage.idLength());
    asked(line, own.asked, passage, request);
    line.text(PATH, passage.path()); // mostly another than before
    line.text(PROTOCOL, request.version().toString());
    secured(line, own.secured, passage.tls());
    line.number(STATUS, exchange.status());
    if (passage.refused() != 0) {
      line.number(GRPC_STATUS, GrpcStatus.of(passage.refused()));
    }
    line.number(BYTES_IN, exchange.bytesIn());
    line.number(BYTES_OUT, exchange.bytesOut());
    line.millis(DURATION, durationNanos);
    served(line, own.served, passage);
    line.text(ERROR, errorType(passage, ending));
    field(line, USER_AGENT, request.fields(), FieldName.USER_AGENT);
    field(line, REFERER, request.fields(), REFERER_FIELD);
  }

  private static void asked(LogLine line, LogLine.Run run, Passage passage, Request request) {
    String client = passage.client();
    String user = passage.user();
    run.tell(0, client);
    run.tell(1, user);
    run.tell(2, request.method());
    run.tell(3, request.scheme());
    run.tell(4, request.authority());
    if (line.again(run)) {
      return;
    }
    int from = line.place();
    line.text(CLIENT, client);
    line.text(USER, user);
    line.text(METHOD, request.method());
    line.text(SCHEME, request.scheme());
    line.text(HOST, request.authority());
    line.keep(run, from);
  }

  private static void secured(LogLine line, LogLine.Run run, @Nullable TlsFacts tls) {
    if (tls == null) {
      return;
    }
    String resumed = tls.resumed() ? "yes" : "no";
    run.tell(0, tls.version());
    run.tell(1, tls.group());
    run.tell(2, resumed);
    if (line.again(run)) {
      return;
    }
    int from = line.place();
    line.text(TLS_VERSION, tls.version());
    line.text(TLS_GROUP, tls.group());
    line.text(TLS_RESUMED, resumed);
    line.keep(run, from);
  }

  private static void served(LogLine line, LogLine.Run run, Passage passage) {
    String route = passage.routeId();
    run.tell(0, route);
    run.tell(1, passage.upstream());
    run.tell(2, passage.target());
    if (line.again(run)) {
      return;
    }
    int from = line.place();
    line.text(ROUTE, route);
    line.text(UPSTREAM, passage.upstream());
    line.text(TARGET, passage.target());
    line.keep(run, from);
  }

  private static void field(LogLine line, LogLine.Name name, Fields fields, FieldName field) {
    int place = fields.find(field);
    if (place >= 0 && fields.valueLength(place) > 0) {
      line.text(name, fields.array(), fields.valueOffset(place), fields.valueLength(place));
    }
  }

  /// Why a request ended otherwise than it should; empty when it did not.
  static String errorType(Passage passage, Ending ending) {
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
    line.combined(passage.client(), passage.user());
    line.asked(request.method(), passage.path(), request.version().toString());
    line.number(exchange.status(), ' ');
    line.number(exchange.bytesOut(), ' ');
    quoted(line, request.fields(), REFERER_FIELD);
    quoted(line, request.fields(), FieldName.USER_AGENT);
  }

  private static void quoted(LogLine line, Fields fields, FieldName field) {
    int place = fields.find(field);
    if (place < 0) {
      line.quoted("-");
    } else {
      line.quoted(fields.array(), fields.valueOffset(place), fields.valueLength(place));
    }
  }

  /// Hands over what a loop holds; on that loop.
  void flush(Loop loop) {
    Own own = lines[loop.number()];
    if (own != null) {
      own.line.flush();
    }
  }
}
