package dev.varve.control;

import java.util.List;

/// A part of the program that has numbers to show.
@FunctionalInterface
public interface MetricsSource {
  /// The media type of what [#text] gives.
  String TYPE = "application/openmetrics-text; version=1.0.0; charset=utf-8";

  /// Adds metric families, each in one piece. Called by any thread; must not block.
  void write(MetricText out);

  /// What all of them have to show, in the OpenMetrics text format (1.0.0).
  static String text(List<MetricsSource> sources) {
    var text = new MetricText();
    sources.forEach(source -> source.write(text));
    return text.end();
  }
}
