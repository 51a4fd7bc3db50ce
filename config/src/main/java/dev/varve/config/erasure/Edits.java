package dev.varve.config.erasure;

import java.util.ArrayList;
import java.util.List;

/// What the reader found out about a text: which parts to blank, which single characters to put in
/// their place, and where the literals are. Reading that was tried in vain is taken back.
public final class Edits {
  /// Why a part goes: because it is a type, or because the linker replaces imports and exports.
  enum Layer {
    TYPES,
    MODULE
  }

  record Blank(int start, int end, Layer layer) {}

  /// A character that stands in a blanked place, or over another character.
  record Put(int at, char unit, Layer layer) {}

  /// Text that goes in before an offset; only the linker does that.
  public record Insert(int at, String text) {}

  record Mark(int blanks, int puts, int literals) {}

  private final ArrayList<Blank> blanks = new ArrayList<>();
  private final ArrayList<Put> puts = new ArrayList<>();
  private final ArrayList<Literal> literals = new ArrayList<>();
  private final ArrayList<Insert> inserts = new ArrayList<>();

  Mark mark() {
    return new Mark(blanks.size(), puts.size(), literals.size());
  }

  void rewind(Mark mark) {
    cut(blanks, mark.blanks());
    cut(puts, mark.puts());
    forgetLiterals(mark);
  }

  /// What looked like literals were patterns.
  void forgetLiterals(Mark mark) {
    cut(literals, mark.literals());
  }

  private static void cut(List<?> list, int size) {
    list.subList(size, list.size()).clear();
  }

  void type(int start, int end) {
    blanks.add(new Blank(start, end, Layer.TYPES));
  }

  /// A whole statement or member goes. The semicolon keeps its neighbours from growing together.
  void statement(int start, int end, Layer layer) {
    blanks.add(new Blank(start, end, layer));
    puts.add(new Put(start, ';', layer));
  }

  void module(int start, int end) {
    blanks.add(new Blank(start, end, Layer.MODULE));
  }

  void put(int at, char unit, Layer layer) {
    puts.add(new Put(at, unit, layer));
  }

  void overwrite(int at, String text) {
    for (int i = 0; i < text.length(); i++) {
      put(at + i, text.charAt(i), Layer.MODULE);
    }
  }

  void insert(int at, String text) {
    inserts.add(new Insert(at, text));
  }

  void literal(Literal literal) {
    literals.add(literal);
  }

  /// A statement ended without a semicolon at this offset. If what ended it was blanked, the next
  /// line could now go on with it: a semicolon stands where the type stood.
  void endStatement(int offset) {
    if (!blanks.isEmpty()) {
      Blank last = blanks.getLast();
      if (last.end() == offset && last.layer() == Layer.TYPES) {
        put(last.start(), ';', Layer.TYPES);
      }
    }
  }

  /// Whether what begins here was just found to be only a type.
  boolean erasedAt(int start) {
    return !blanks.isEmpty() && blanks.getLast().start() == start;
  }

  public List<Literal> literals() {
    return literals;
  }

  public List<Insert> inserts() {
    return inserts;
  }

  /// The text of the same length, with blanks for the layer's parts. Line ends stay.
  String apply(String text, boolean module) {
    char[] units = text.toCharArray();
    for (Blank blank : blanks) {
      if (module || blank.layer() == Layer.TYPES) {
        blank(units, blank);
      }
    }
    for (Put put : puts) {
      if (module || put.layer() == Layer.TYPES) {
        units[put.at()] = put.unit();
      }
    }
    return new String(units);
  }

  private static void blank(char[] units, Blank blank) {
    for (int at = blank.start(); at < blank.end(); at++) {
      char unit = units[at];
      if (unit != '\n' && unit != '\r' && unit != '\u2028' && unit != '\u2029') {
        units[at] = ' ';
      }
    }
  }
}
