package dev.varve.edge.stream;

import dev.varve.edge.log.AccessLog;
import dev.varve.edge.log.LogLine;
import dev.varve.http.net.Loop;
import org.jspecify.annotations.Nullable;

/// Writes one line for each connection into the access log.
final class StreamLog {
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
      line.combined(entry.client, null, asked.strip(), 0, entry.bytesOut);
      line.quoted(entry.target);
      line.quoted(entry.end.label());
    }
    line.end();
  }

  private static void object(LogLine line, Entry entry) {
    line.text("stream", entry.stream);
    line.text("client", entry.client);
    line.text("protocol", entry.protocol);
    line.text("serverName", entry.serverName);
    line.number("bytesIn", entry.bytesIn);
    line.number("bytesOut", entry.bytesOut);
    line.millis("durationMs", entry.durationNanos);
    line.text("upstream", entry.upstream);
    line.text("target", entry.target);
    line.text("error.type", entry.end.errorType());
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
