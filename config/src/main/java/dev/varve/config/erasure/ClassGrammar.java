package dev.varve.config.erasure;

import dev.varve.config.erasure.Edits.Layer;
import dev.varve.config.erasure.FunctionGrammar.Modifiers;
import dev.varve.config.erasure.Grammar.Names;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Classes without their types: modifiers, abstract and declared members, signatures.
final class ClassGrammar {
  private static final Set<String> ERASED =
      Set.of("public", "private", "protected", "readonly", "override", "declare", "abstract");

  private final Grammar grammar;
  private final Lexer lexer;

  ClassGrammar(Grammar grammar) {
    this.grammar = grammar;
    this.lexer = grammar.lexer;
  }

  /// At `@`.
  Misread decorator() {
    return Misread.unsupported(
        lexer.start, "a decorator must not be used", "call its function where the value is made");
  }

  /// At `class`.
  void declaration(@Nullable Names names) {
    grammar.depth.enter(lexer.start);
    lexer.next();
    if (grammar.isName() && !grammar.is("extends") && !grammar.is("implements")) {
      int at = lexer.start;
      Names.tell(names, grammar.name(), at);
    }
    grammar.functions.typeParameters();
    if (grammar.accept("extends")) {
      base();
    }
    if (grammar.is("implements")) {
      interfaces();
    }
    grammar.expect("{");
    while (!grammar.is("}")) {
      if (!grammar.accept(";")) {
        member();
      }
    }
    grammar.expect("}");
    grammar.depth.leave();
  }

  private void base() {
    grammar.expressions.operand(true);
    if (grammar.is("<")) {
      int start = lexer.start;
      grammar.types.arguments();
      grammar.edits.type(start, lexer.before);
    }
  }

  private void interfaces() {
    int start = lexer.start;
    do {
      lexer.next();
      grammar.types.type();
    } while (grammar.is(","));
    grammar.edits.type(start, lexer.before);
  }

  private void member() {
    if (grammar.is("@")) {
      throw decorator();
    }
    if (grammar.is("static") && grammar.peek(next -> next.is("{"))) {
      lexer.next();
      grammar.functions.enclosed(grammar.statements::block);
      return;
    }
    var whole = grammar.begin();
    boolean erasedFirst = isErased();
    boolean onlyType = modifiers();
    if (isIndexSignature()) {
      indexSignature(whole);
      return;
    }
    if (erasedFirst && (grammar.is("[") || grammar.is("*"))) {
      grammar.edits.put(whole.start(), ';', Layer.TYPES);
    }
    var modifiers = Modifiers.read(grammar);
    grammar.literals.propertyName();
    if (grammar.is("?") || grammar.is("!")) {
      grammar.blankToken();
    }
    if (grammar.is("(") || grammar.is("<")) {
      method(whole, modifiers, onlyType);
    } else {
      field(whole, onlyType);
    }
  }

  private boolean isErased() {
    return grammar.isName() && ERASED.contains(lexer.token());
  }

  /// Passes `static` and blanks the words that are only types.
  ///
  /// @return whether the member as a whole is only a type
  private boolean modifiers() {
    boolean onlyType = false;
    while (grammar.isName() && isModifier()) {
      if (isErased()) {
        onlyType |= grammar.is("declare") || grammar.is("abstract");
        grammar.edits.type(lexer.start, lexer.end);
      }
      lexer.next();
    }
    return onlyType;
  }

  private boolean isModifier() {
    boolean fixed = grammar.is("static") || grammar.is("accessor");
    return (fixed || isErased())
        && grammar.peek(next -> Modifiers.startsMember(next) && (fixed || !next.newline));
  }

  private boolean isIndexSignature() {
    return grammar.is("[")
        && grammar.peek(next -> {
          boolean name = next.kind == Lexer.Kind.NAME;
          next.next();
          return name && next.is(":");
        });
  }

  private void indexSignature(Grammar.Whole whole) {
    grammar.types.balanced();
    grammar.annotation();
    grammar.semicolon();
    grammar.erase(whole);
  }

  private void method(Grammar.Whole whole, Modifiers modifiers, boolean onlyType) {
    boolean body = grammar.functions.signature(modifiers);
    if (!body) {
      grammar.semicolon();
    }
    if (onlyType || !body) {
      grammar.erase(whole);
    }
  }

  private void field(Grammar.Whole whole, boolean onlyType) {
    grammar.annotation();
    if (grammar.accept("=")) {
      grammar.functions.enclosed(() -> grammar.bracketed(grammar.expressions::assignment));
    }
    grammar.semicolon();
    if (onlyType) {
      grammar.erase(whole);
    }
  }
}
