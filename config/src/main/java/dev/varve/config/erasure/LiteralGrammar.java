package dev.varve.config.erasure;

import dev.varve.config.erasure.Literal.Part;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Objects and arrays written out, with the place of every part.
final class LiteralGrammar {
  private final Grammar grammar;
  private final Lexer lexer;

  LiteralGrammar(Grammar grammar) {
    this.grammar = grammar;
    this.lexer = grammar.lexer;
  }

  void array() {
    int start = grammar.expect("[");
    var parts = new ArrayList<Part>();
    grammar.bracketed(() -> {
      while (!grammar.is("]")) {
        if (!grammar.is(",")) {
          element(parts);
        } else {
          parts.add(new Part.Item(lexer.start));
        }
        if (!grammar.is("]")) {
          grammar.expect(",");
        }
      }
    });
    grammar.expect("]");
    grammar.edits.literal(new Literal(start, lexer.before, parts));
  }

  private void element(List<Part> parts) {
    if (grammar.is("...")) {
      spread(parts);
    } else {
      parts.add(new Part.Item(lexer.start));
      grammar.expressions.assignment();
    }
  }

  private void spread(List<Part> parts) {
    grammar.expect("...");
    int start = lexer.start;
    grammar.expressions.assignment();
    parts.add(new Part.Spread(start, lexer.before));
  }

  void object() {
    int start = grammar.expect("{");
    var parts = new ArrayList<Part>();
    grammar.bracketed(() -> {
      while (!grammar.is("}")) {
        member(parts);
        if (!grammar.is("}")) {
          grammar.expect(",");
        }
      }
    });
    grammar.expect("}");
    grammar.edits.literal(new Literal(start, lexer.before, parts));
  }

  private void member(List<Part> parts) {
    if (grammar.is("...")) {
      spread(parts);
      return;
    }
    var modifiers = FunctionGrammar.Modifiers.read(grammar);
    boolean shorthand = grammar.isName();
    Part part = propertyName();
    if (part != null) {
      parts.add(part);
    }
    if (grammar.is("(") || grammar.is("<")) {
      grammar.functions.method(modifiers);
    } else if (grammar.accept(":")) {
      grammar.expressions.assignment();
    } else if (shorthand && grammar.accept("=")) {
      grammar.expressions.assignment();
    } else if (!shorthand || (!grammar.is(",") && !grammar.is("}"))) {
      throw grammar.unexpected("':'");
    }
  }

  /// The name of a member of an object or a class; null when it cannot be known from the text.
  @Nullable Part propertyName() {
    return switch (lexer.kind) {
      case NAME, NUMBER, PRIVATE_NAME -> plainName(0);
      case STRING -> plainName(1);
      case MARK -> computedName();
      case END, TEMPLATE, REGEX -> throw grammar.unexpected("a name");
    };
  }

  private @Nullable Part plainName(int quote) {
    int at = lexer.start;
    String token = lexer.token();
    lexer.next();
    String name = token.substring(quote, token.length() - quote);
    return name.contains("\\") ? null : new Part.Member(name, at);
  }

  private Part computedName() {
    grammar.expect("[");
    int start = lexer.start;
    grammar.bracketed(grammar.expressions::assignment);
    int end = lexer.before;
    grammar.expect("]");
    return new Part.Computed(start, end);
  }
}
