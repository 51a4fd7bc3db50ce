package dev.varve.control;

/// A part of the program that has numbers to show.
@FunctionalInterface
public interface MetricsSource {
  /// Appends metric families in the Prometheus text format (0.0.4), each complete with HELP and
  /// TYPE, each line ending with a line feed. Called by any thread; must not block.
  void write(StringBuilder out);
}
