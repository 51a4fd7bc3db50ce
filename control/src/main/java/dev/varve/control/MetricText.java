package dev.varve.control;

/// Metrics as text in the OpenMetrics format (1.0.0): a family's type and help first, then its
/// samples. Labels must come from the program, never from a client.
public final class MetricText {
  private static final String END = "# EOF\n";

  private final StringBuilder text = new StringBuilder();

  public MetricText() {}

  /// Begins a family.
  ///
  /// @param name for a counter without `_total`, which its samples have
  public void family(String name, String type, String help) {
    text.append("# TYPE ").append(name).append(' ').append(type).append('\n');
    text.append("# HELP ").append(name).append(' ').append(help).append('\n');
  }

  /// One number of the family begun last.
  ///
  /// @param labels names and values in turn
  public void sample(String name, double value, String... labels) {
    text.append(name);
    String before = "{";
    for (int i = 0; i < labels.length; i += 2) {
      text.append(before).append(labels[i]).append("=\"");
      escape(labels[i + 1]);
      text.append('"');
      before = ",";
    }
    text.append(labels.length == 0 ? " " : "} ");
    if (value == Math.rint(value) && Math.abs(value) < 1e15) {
      text.append((long) value);
    } else {
      text.append(value);
    }
    text.append('\n');
  }

  /// One whole number of the family begun last.
  public void sample(String name, long value, String... labels) {
    sample(name, (double) value, labels);
  }

  /// A family of one whole number that goes up and down.
  public void gauge(String name, String help, long value) {
    gauge(name, help, (double) value);
  }

  /// A family of one whole number that only goes up.
  ///
  /// @param name without `_total`
  public void counter(String name, String help, long value) {
    counter(name, help, (double) value);
  }

  /// A family of one number that goes up and down.
  public void gauge(String name, String help, double value) {
    family(name, "gauge", help);
    sample(name, value);
  }

  /// A family of one number that only goes up.
  ///
  /// @param name without `_total`
  public void counter(String name, String help, double value) {
    family(name, "counter", help);
    sample(name + "_total", value);
  }

  /// Families that were written elsewhere, with or without the mark of an end.
  public void append(String families) {
    text.append(families, 0, families.length() - (families.endsWith(END) ? END.length() : 0));
  }

  private void escape(String value) {
    for (int i = 0; i < value.length(); i++) {
      char each = value.charAt(i);
      switch (each) {
        case '\\' -> text.append("\\\\");
        case '"' -> text.append("\\\"");
        case '\n' -> text.append("\\n");
        default -> text.append(each);
      }
    }
  }

  /// The whole text, with the mark of its end.
  public String end() {
    return text.append(END).toString();
  }
}
