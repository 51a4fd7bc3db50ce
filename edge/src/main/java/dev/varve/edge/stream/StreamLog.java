package dev.varve.edge.stream;

import dev.varve.edge.log.AccessLog;
import dev.varve.edge.log.LogLine;
import dev.varve.http.net.Loop;
import org.jspecify.annotations.Nullable;

/// Writes one line for each connection into the access log.
final class StreamLog {
  private static final LogLine.Name STREAM = new LogLine.Name("stream");
  private static final LogLine.Name CLIENT = new LogLine.Name("client");
  private static final LogLine.Name PROTOCOL = new LogLine.Name("protocol");
  private static final LogLine.Name SERVER_NAME = new LogLine.Name("serverName");
  private static final LogLine.Name BYTES_IN = new LogLine.Name("bytesIn");
  private static final LogLine.Name BYTES_OUT = new LogLine.Name("bytesOut");
  private static final LogLine.Name DURATION = new LogLine.Name("durationMs");
  private static final LogLine.Name UPSTREAM = new LogLine.Name("upstream");
  private static final LogLine.Name TARGET = new LogLine.Name("target");
  private static final LogLine.Name ERROR = new LogLine.Name("error.type");

  private final @Nullable AccessLog log;
  private final boolean json;
  private final @Nullable LogLine[] lines;

  /// @param log null when nothing is to be written
  /// @param json objects; else the combined format
  StreamLog(@Nullable AccessLog log, boolean json, int loops) {
    this.log = log;
    this.json = json;
    this.lines = new @Nullable LogLine[loops];
  }

  /// What there is to say about a connection.
  ///
  /// @param serverName the name a TLS client asked for, or empty
  /// @param upstream empty when none was chosen
  record Entry(
      String stream,
      String protocol,
      String client,
      String serverName,
      String upstream,
      String target,
      long bytesIn,
      long bytesOut,
      long durationNanos,
      StreamEnd end) {}

  void write(Loop loop, Entry entry) {
    AccessLog to = log;
    if (to == null) {
      return;
    }
    LogLine line = line(to, loop);
    line.begin();
    if (json) {
      object(line, entry);
    } else {
      String asked = entry.protocol + " " + entry.stream + " " + entry.serverName;
      line.combined(entry.client, null);
      line.quoted(asked.strip());
      line.number(0, ' ');
      line.number(entry.bytesOut, ' ');
      line.quoted(entry.target);
      line.quoted(entry.end.label());
    }
    line.end();
  }

  private static void object(LogLine line, Entry entry) {
    line.text(STREAM, entry.stream);
    line.text(CLIENT, entry.client);
    line.text(PROTOCOL, entry.protocol);
    line.text(SERVER_NAME, entry.serverName);
    line.number(BYTES_IN, entry.bytesIn);
    line.number(BYTES_OUT, entry.bytesOut);
    line.millis(DURATION, entry.durationNanos);
    line.text(UPSTREAM, entry.upstream);
    line.text(TARGET, entry.target);
    line.text(ERROR, entry.end.errorType());
  }

  private LogLine line(AccessLog to, Loop loop) {
    LogLine line = lines[loop.number()];
    if (line == null) {
      line = new LogLine(to, loop, json);
      lines[loop.number()] = line;
    }
    return line;
  }

  /// Hands over what a loop holds; on that loop.
  void flush(Loop loop) {
    LogLine line = lines[loop.number()];
    if (line != null) {
      line.flush();
    }
  }
}
