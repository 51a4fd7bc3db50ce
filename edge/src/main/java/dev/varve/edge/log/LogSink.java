package dev.varve.edge.log;

import java.io.IOException;

/// Where lines of the access log go. Called by one thread that may block.
@FunctionalInterface
public interface LogSink {
  /// Whole lines in UTF-8; the array is used again after the call.
  void write(byte[] lines, int length) throws IOException;
}
