package dev.varve.http.field;

import dev.varve.http.field.Member.Inner;
import dev.varve.http.field.Member.Item;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Reads and writes structured field values (RFC 9651 section 4). A value that breaks a rule is no
/// value: fields like that are ignored as a whole. Several fields of one name are joined with `, `
/// before they are read.
public final class StructuredFields {
  private StructuredFields() {}

  public static Optional<Item> item(String text) {
    return new Parser(text).item();
  }

  public static Optional<List<Member>> list(String text) {
    return new Parser(text).list();
  }

  /// Of members with the same key the last counts, at the place of the first.
  public static Optional<Map<String, Member>> dictionary(String text) {
    return new Parser(text).dictionary();
  }

  public static String write(Item item) {
    return new Writer().item(item).toString();
  }

  /// Empty for a list without members, which is not sent at all.
  public static String write(List<? extends Member> list) {
    var writer = new Writer();
    Iterator<? extends Member> each = list.iterator();
    while (each.hasNext()) {
      writer.member(each.next());
      if (each.hasNext()) {
        writer.separator();
      }
    }
    return writer.toString();
  }

  /// Empty for a dictionary without members, which is not sent at all.
  public static String write(Map<String, ? extends Member> dictionary) {
    var writer = new Writer();
    boolean first = true;
    for (var each : new LinkedHashMap<>(dictionary).entrySet()) {
      if (!first) {
        writer.separator();
      }
      first = false;
      writer.entry(each.getKey(), each.getValue());
    }
    return writer.toString();
  }

  static boolean isTrue(Member member) {
    return switch (member) {
      case Item(Bare.Truth(boolean value), Parameters _) -> value;
      case Item _, Inner _ -> false;
    };
  }
}
