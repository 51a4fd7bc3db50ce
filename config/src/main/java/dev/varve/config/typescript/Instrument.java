package dev.varve.config.typescript;

import dev.varve.base.json.Json;
import dev.varve.config.typescript.Literal.Part;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// Wraps the literals of a module, so that the driver learns which value was written where: `{ a,
/// ...b }` becomes `($o($b(7),{ a, ...$s(b) }))`. Wraps never cross; those that begin or end
/// together nest.
final class Instrument {
  /// @param order among texts at one offset: closing ones first, the innermost of them first; then
  ///   opening ones, the outermost first
  private record Text(int at, String text, long order) {}

  private final String prefix;
  private final StringBuilder table;
  private final int base;
  private final List<Text> texts = new ArrayList<>();
  private int nextLiteral;
  private int wraps;

  /// @param prefix of the tracer's names, which no module uses
  /// @param table the literals of all modules, added to
  /// @param base added to every place
  /// @param firstLiteral the number of the next literal
  Instrument(String prefix, StringBuilder table, int base, int firstLiteral) {
    this.prefix = prefix;
    this.table = table;
    this.base = base;
    this.nextLiteral = firstLiteral;
  }

  int nextLiteral() {
    return nextLiteral;
  }

  List<Program.Insert> inserts() {
    return texts.stream().map(text -> new Program.Insert(text.at(), text.text().length())).toList();
  }

  String apply(String body, Edits edits) {
    edits.inserts().forEach(insert -> texts.add(new Text(insert.at(), insert.text(), 0)));
    edits.literals().forEach(this::literal);
    texts.sort(Comparator.comparingInt(Text::at).thenComparingLong(Text::order));
    var out = new StringBuilder(body.length() * 2);
    int from = 0;
    for (Text text : texts) {
      out.append(body, from, text.at()).append(text.text());
      from = text.at();
    }
    return out.append(body, from, body.length()).toString();
  }

  private void literal(Literal literal) {
    int id = nextLiteral++;
    table.append(id > 0 ? "," : "").append("{\"at\":").append(base + literal.start());
    table.append(",\"parts\":[");
    String separator = "";
    wrap(literal.start(), literal.end(), "(" + prefix + "o(" + prefix + "b(" + id + "),", "))");
    for (Part part : literal.parts()) {
      table.append(separator);
      part(part);
      separator = ",";
    }
    table.append("]}");
  }

  private void part(Part part) {
    switch (part) {
      case Part.Member(String name, int at) -> entry('m', Json.of(name).compact(), at);
      case Part.Item(int at) -> entry('i', "0", at);
      case Part.Computed(int start, int end) -> {
        entry('k', "0", start);
        wrap(start, end, prefix + "k(", ")");
      }
      case Part.Spread(int start, int end) -> {
        entry('s', "0", start);
        wrap(start, end, prefix + "s(", ")");
      }
    }
  }

  private void entry(char kind, String name, int at) {
    table.append("[\"").append(kind).append("\",").append(name).append(',');
    table.append(base + at).append(']');
  }

  /// A later wrap of the same extent is the outer one: a literal is known before what holds it.
  private void wrap(int start, int end, String before, String after) {
    wraps++;
    long opening = (1L << 62) - ((long) end << 24) - wraps;
    long closing = -((long) start << 24) + wraps;
    texts.add(new Text(start, before, opening));
    texts.add(new Text(end, after, closing));
  }
}
