package dev.varve.program.instance;

import dev.varve.base.Clock;
import java.nio.file.Path;

/// How the parts of the program are put together.
///
/// @param base where relative paths of the graph begin
/// @param data the data directory
/// @param admin host and port of the admin listener; port 0 takes a free one
/// @param loops how many event loops
/// @param nextPort whether a busy port may be replaced by the next free one, as in development
/// @param accessLog whether the access log is written to the standard output
/// @param takeover whether the sockets of a process that runs on the same data directory are taken
///   over
/// @param clock the time
public record InstanceOptions(
    Path base,
    Path data,
    HostPort admin,
    int loops,
    boolean nextPort,
    boolean accessLog,
    boolean takeover,
    Clock clock) {
  /// Without taking over from another process.
  public InstanceOptions(
      Path base,
      Path data,
      HostPort admin,
      int loops,
      boolean nextPort,
      boolean accessLog,
      Clock clock) {
    this(base, data, admin, loops, nextPort, accessLog, false, clock);
  }
}
