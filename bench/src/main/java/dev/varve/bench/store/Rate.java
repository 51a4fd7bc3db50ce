package dev.varve.bench.store;

import java.util.Arrays;

/// What came of a burst of work.
///
/// @param cpuMicros of user and system time for each operation
record Rate(double perSecond, double cpuMicros, double p50Micros, double p99Micros) {

  /// @param nanos how long each operation took
  static Rate of(long[] nanos, double seconds, double cpuSeconds) {
    if (nanos.length == 0) {
      throw new IllegalStateException("a burst must complete something");
    }
    Arrays.sort(nanos);
    return new Rate(
        nanos.length / seconds,
        cpuSeconds * 1e6 / nanos.length,
        nanos[nanos.length / 2] / 1e3,
        nanos[(int) (nanos.length * 0.99)] / 1e3);
  }

  String note() {
    String cpu = Double.isNaN(cpuMicros) ? "" : Row.number(cpuMicros) + " us CPU, ";
    return cpu + "p50 " + Figure.micros(p50Micros) + ", p99 " + Figure.micros(p99Micros);
  }
}
