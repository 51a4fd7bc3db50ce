package dev.varve.graph.doc;

import dev.varve.base.Code;
import dev.varve.base.json.Json;
import dev.varve.graph.shape.Field;
import dev.varve.graph.shape.Part;
import java.util.List;
import java.util.Locale;

/// The reference page: every key of every object, and every code of a problem.
public final class ReferencePage {
  private static final int SHOWN_MAX = 50;

  private ReferencePage() {}

  /// Tables of keys, the root first.
  public static String keys(Part root) {
    var page = new StringBuilder();
    for (Part part : Parts.from(root)) {
      page.append("\n## ").append(part.name()).append("\n\n").append(part.doc());
      if (part.exclusive()) {
        page.append(" Exactly one key.");
      }
      page.append("\n\n| key | value | default | meaning |\n|---|---|---|---|\n");
      part.fields().forEach(field -> page.append(row(field)));
    }
    return page.toString();
  }

  private static String row(Field<?, ?> field) {
    var links = new StringBuilder();
    for (Part part : field.type().form().parts()) {
      String anchor = "#" + part.name().toLowerCase(Locale.ROOT);
      links.append(" [").append(part.name()).append("](").append(anchor).append(')');
    }
    return "| `%s` | %s%s | %s | %s |\n"
        .formatted(
            field.name(),
            cell(field.type().form().words()),
            links,
            fallback(field),
            cell(field.doc()));
  }

  private static String fallback(Field<?, ?> field) {
    Json fallback = field.fallback();
    if (fallback == null) {
      return field.required() ? "**required**" : "none";
    }
    String text = fallback.compact();
    return text.length() > SHOWN_MAX ? "its defaults" : "`" + cell(text) + "`";
  }

  private static String cell(String text) {
    return text.replace("|", "\\|").replace("\n", " ");
  }

  /// One paragraph a code.
  public static String codes(List<? extends Code> codes) {
    var page = new StringBuilder();
    for (Code code : codes) {
      page.append("\n### ").append(code.id()).append(": ").append(code.title()).append("\n\n");
      page.append(code.explanation()).append('\n');
    }
    return page.toString();
  }
}
