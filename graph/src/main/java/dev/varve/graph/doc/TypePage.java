package dev.varve.graph.doc;

import dev.varve.base.json.Json;
import dev.varve.graph.shape.Field;
import dev.varve.graph.shape.Part;

/// The TypeScript types of an authored value.
public final class TypePage {
  private TypePage() {}

  /// One declaration for each part, the root first.
  public static String of(Part root) {
    var page = new StringBuilder();
    for (Part part : Parts.from(root)) {
      page.append("/** ").append(part.doc()).append(" */\n");
      page.append(part.exclusive() ? union(part) : object(part)).append('\n');
    }
    return page.toString();
  }

  private static String object(Part part) {
    var text = new StringBuilder("export interface ").append(part.name()).append(" {\n");
    for (Field<?, ?> field : part.fields()) {
      text.append("  /** ").append(comment(field)).append(" */\n");
      text.append("  ").append(field.name()).append(field.required() ? ": " : "?: ");
      text.append(field.type().form().typescript()).append('\n');
    }
    return text.append("}\n").toString();
  }

  private static String union(Part part) {
    var text = new StringBuilder("export type ").append(part.name()).append(" =\n");
    for (Field<?, ?> field : part.fields()) {
      text.append("  /** ").append(field.doc()).append(" */\n");
      text.append("  | { ").append(field.name()).append(": ");
      text.append(field.type().form().typescript()).append(" }\n");
    }
    return text.toString();
  }

  private static String comment(Field<?, ?> field) {
    Json fallback = field.fallback();
    String text = fallback == null ? field.doc() : field.doc() + " Default: " + shown(fallback);
    return text.replace("*/", "*\\/");
  }

  private static String shown(Json fallback) {
    String text = fallback.compact();
    return text.length() > 60 ? "see the reference" : text;
  }
}
