package dev.varve.config.typescript;

import dev.varve.base.json.Json;
import dev.varve.config.erasure.Edits;
import dev.varve.config.erasure.Literal;
import dev.varve.config.erasure.Literal.Part;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Wraps the literals of a module, so that the driver learns which value was written where: `{ a,
/// ...b }` becomes `($o($b(7),{ a, ...$s(b) }))`. Wraps never cross; those that begin or end
/// together nest.
final class Instrument {
  /// @param order among texts at one offset: closing ones first, the innermost of them first; then
  ///   opening ones, the outermost first
  private record Text(int at, String text, long order) {}

  /// The literals of all modules, as JavaScript and for this side.
  record Table(StringBuilder text, List<Program.Traced> literals) {
    Table() {
      this(new StringBuilder(), new ArrayList<>());
    }
  }

  private final String prefix;
  private final Table table;
  private final int base;
  private final List<Text> texts = new ArrayList<>();
  private int wraps;

  /// @param prefix of the tracer's names, which no module uses
  /// @param table added to
  /// @param base added to every place
  Instrument(String prefix, Table table, int base) {
    this.prefix = prefix;
    this.table = table;
    this.base = base;
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
    int id = table.literals().size();
    wrap(literal.start(), literal.end(), "(" + prefix + "o(" + prefix + "b(" + id + "),", "))");
    var places = new LinkedHashMap<String, Integer>();
    StringBuilder text = table.text();
    text.append(id > 0 ? "," : "").append("{__proto__:null,at:").append(base + literal.start());
    text.append(",parts:[");
    boolean members = !literal.parts().isEmpty();
    for (Part part : literal.parts()) {
      part(part);
      members &= part instanceof Part.Member;
      place(part, places);
    }
    text.append(members ? "],names:{__proto__:null" : "]");
    if (members) {
      places.forEach((name, at) -> text.append(member(name, at)));
      text.append('}');
    }
    text.append('}');
    table.literals().add(new Program.Traced(base + literal.start(), places));
  }

  private void place(Part part, Map<String, Integer> places) {
    switch (part) {
      case Part.Member(String name, int at) -> places.put(name, base + at);
      case Part.Item(int at) -> places.put(Integer.toString(places.size()), base + at);
      case Part.Computed _, Part.Spread _ -> {}
    }
  }

  /// The usual object is written name by name: its places are looked up at once.
  private static String member(String name, int at) {
    return name.equals("__proto__") ? "" : "," + Json.of(name).compact() + ":" + at;
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
    StringBuilder text = table.text();
    text.append("[\"").append(kind).append("\",").append(name).append(',');
    text.append(base + at).append("],");
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
