package dev.varve.bench.store;

import java.util.Locale;

/// Something measured.
///
/// @param note what else is worth knowing, such as CPU time and percentiles
record Figure(String name, double value, String unit, String note) {
  static Figure of(String name, double value, String unit) {
    return new Figure(name, value, unit, "");
  }

  static Figure of(String name, Rate rate) {
    return new Figure(name, rate.perSecond(), "/s", rate.note());
  }

  /// Microseconds of CPU an operation.
  static Figure cpu(String name, Rate rate) {
    return new Figure(name, rate.cpuMicros(), "us", rate.note());
  }

  String text() {
    String unitText = unit.startsWith("/") ? unit : " " + unit;
    return Row.number(value) + unitText + (note.isEmpty() ? "" : " (" + note + ")");
  }

  static String micros(double micros) {
    return micros >= 10_000
        ? String.format(Locale.ROOT, "%.1f ms", micros / 1000)
        : Row.number(micros) + " us";
  }
}
