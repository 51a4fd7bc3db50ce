package dev.varve.control;

import java.util.List;

/// A part of the program that has numbers to show.
@FunctionalInterface
public interface MetricsSource {
  /// The media type of what [#text] gives.
  String TYPE = "application/openmetrics-text; version=1.0.0; charset=utf-8";

  /// The media type of what [#plainText] gives, for those who do not ask for the newer one.
  String PLAIN_TYPE = "text/plain; version=0.0.4; charset=utf-8";

  /// Adds metric families, each in one piece. Called by any thread; must not block.
  void write(MetricText out);

  /// What all of them have to show, in the OpenMetrics text format (1.0.0).
  static String text(List<MetricsSource> sources) {
    var text = new MetricText();
    sources.forEach(source -> source.write(text));
    return text.end();
  }

  /// The same in Prometheus' older text format (0.0.4), where a counter's family has the name of
  /// its samples, and there is no mark of the end.
  static String plainText(List<MetricsSource> sources) {
    var plain = new StringBuilder();
    String counter = "";
    for (String line : text(sources).lines().toList()) {
      String[] words = line.split(" ", 4);
      if (line.startsWith("# TYPE ")) {
        counter = words[3].equals("counter") ? words[2] : "";
      }
      boolean renamed = line.startsWith("# ") && words.length == 4 && words[2].equals(counter);
      if (renamed) {
        plain.append("# ").append(words[1]).append(' ').append(counter).append("_total ");
        plain.append(words[3]).append('\n');
      } else if (!line.equals("# EOF")) {
        plain.append(line).append('\n');
      }
    }
    return plain.toString();
  }
}
