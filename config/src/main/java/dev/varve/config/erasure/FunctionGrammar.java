package dev.varve.config.erasure;

import dev.varve.config.erasure.Edits.Layer;
import dev.varve.config.erasure.Grammar.Context;
import dev.varve.config.erasure.Grammar.Names;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Functions, methods, arrows, their parameters and patterns.
final class FunctionGrammar {
  private static final Set<String> PROPERTY_MODIFIERS =
      Set.of("public", "private", "protected", "readonly", "override");

  private final Grammar grammar;
  private final Lexer lexer;

  FunctionGrammar(Grammar grammar) {
    this.grammar = grammar;
    this.lexer = grammar.lexer;
  }

  record Modifiers(boolean async, boolean generator) {
    private static final Modifiers NONE = new Modifiers(false, false);

    /// `async`, `get`, `set` and `*` before the name of a member.
    static Modifiers read(Grammar grammar) {
      boolean async = false;
      if ((grammar.is("async") || grammar.is("get") || grammar.is("set"))
          && grammar.peek(Modifiers::startsMember)) {
        async = grammar.is("async");
        grammar.lexer.next();
      }
      return new Modifiers(async, grammar.accept("*"));
    }

    static boolean startsMember(Lexer next) {
      return next.kind == Lexer.Kind.NAME
          || next.kind == Lexer.Kind.STRING
          || next.kind == Lexer.Kind.NUMBER
          || next.kind == Lexer.Kind.PRIVATE_NAME
          || next.is("[")
          || next.is("*");
    }
  }

  /// At `function`.
  ///
  /// @return whether it has a body; without one it only declares a type
  boolean function(boolean async, @Nullable Names names) {
    lexer.next();
    boolean generator = grammar.accept("*");
    if (grammar.isName()) {
      int at = lexer.start;
      Names.tell(names, grammar.name(), at);
    }
    return signature(new Modifiers(async, generator));
  }

  void method(Modifiers modifiers) {
    if (!signature(modifiers)) {
      throw grammar.unexpected("'{'");
    }
  }

  /// Type parameters, parameters, return type and body.
  ///
  /// @return whether there is a body
  boolean signature(Modifiers modifiers) {
    Context outer = enter(modifiers);
    typeParameters();
    parameters();
    grammar.annotation();
    boolean body = grammar.is("{");
    if (body) {
      grammar.statements.block();
    }
    grammar.restore(outer);
    return body;
  }

  private Context enter(Modifiers modifiers) {
    Context outer = grammar.context();
    grammar.async = modifiers.async();
    grammar.generator = modifiers.generator();
    grammar.functionDepth++;
    return outer;
  }

  /// Reads code that runs as a function of its own: the value of a field, a static block.
  void enclosed(Runnable inside) {
    Context outer = enter(Modifiers.NONE);
    inside.run();
    grammar.restore(outer);
  }

  /// Blanks `<T>`.
  void typeParameters() {
    if (grammar.is("<")) {
      int start = lexer.start;
      grammar.types.parameters();
      grammar.edits.type(start, lexer.before);
    }
  }

  /// `x => body`, if that stands here.
  boolean singleArrow(boolean async) {
    Lexer.Place place = lexer.place();
    if (async) {
      lexer.next();
    }
    lexer.next();
    if (!grammar.is("=>") || lexer.newline) {
      lexer.back(place);
      return false;
    }
    body(async);
    return true;
  }

  /// `(a: A): R => body`, with `<T>` or `async` before, if that stands here.
  boolean arrow(boolean async, boolean beforeColon) {
    boolean[] typed = new boolean[1];
    return grammar.attempt(
            lexer.start,
            () -> {
              typed[0] = arrowHead(async);
              boolean holds = grammar.is("=>") && !lexer.newline;
              if (holds && beforeColon && typed[0]) {
                body(async);
                holds = grammar.is(":");
              }
              return holds;
            })
        && ((beforeColon && typed[0]) || body(async));
  }

  /// @return whether a return type was there
  private boolean arrowHead(boolean async) {
    if (async) {
      lexer.next();
    }
    int start = lexer.start;
    typeParameters();
    int open = lexer.start;
    if (brokenLine(start, open)) {
      move('(', open, start);
    }
    parameters();
    int close = lexer.before - 1;
    boolean typed = grammar.is(":");
    grammar.annotation();
    if (typed && brokenLine(close, lexer.before)) {
      move(')', close, lexer.before - 1);
    }
    return typed;
  }

  /// A line that ends inside the blanks would end the statement: the parenthesis goes to the other
  /// side of the blanks.
  private void move(char parenthesis, int from, int to) {
    grammar.edits.put(from, ' ', Layer.TYPES);
    grammar.edits.put(to, parenthesis, Layer.TYPES);
  }

  private boolean brokenLine(int start, int end) {
    return lexer.breaksLine(start, end);
  }

  private boolean body(boolean async) {
    grammar.expect("=>");
    Context outer = enter(new Modifiers(async, false));
    if (grammar.is("{")) {
      grammar.statements.block();
    } else {
      grammar.expressions.assignment();
    }
    grammar.restore(outer);
    return true;
  }

  private void parameters() {
    grammar.expect("(");
    grammar.bracketed(() -> {
      while (!grammar.is(")")) {
        parameter();
      }
    });
    grammar.expect(")");
  }

  private void parameter() {
    if (grammar.is("@")) {
      throw grammar.classes.decorator();
    }
    if (grammar.is("this")) {
      thisParameter();
      return;
    }
    rejectProperty();
    grammar.accept("...");
    pattern(null);
    if (grammar.is("?")) {
      grammar.blankToken();
    }
    grammar.annotation();
    if (grammar.accept("=")) {
      grammar.expressions.assignment();
    }
    if (!grammar.is(")")) {
      grammar.expect(",");
    }
  }

  private void thisParameter() {
    int start = lexer.start;
    lexer.next();
    grammar.annotation();
    if (!grammar.is(")")) {
      grammar.expect(",");
    }
    grammar.edits.type(start, lexer.before);
  }

  private void rejectProperty() {
    if (grammar.isName()
        && PROPERTY_MODIFIERS.contains(lexer.token())
        && grammar.peek(next -> next.kind == Lexer.Kind.NAME || next.is("{") || next.is("["))) {
      throw Misread.unsupported(
          lexer.start,
          "a parameter must not declare a property",
          "declare the property in the class and assign it in the constructor");
    }
  }

  /// A name, or an object or array of patterns.
  void pattern(@Nullable Names names) {
    grammar.depth.enter(lexer.start);
    if (grammar.is("{")) {
      objectPattern(names);
    } else if (grammar.is("[")) {
      arrayPattern(names);
    } else {
      int at = lexer.start;
      Names.tell(names, grammar.name(), at);
    }
    grammar.depth.leave();
  }

  private void objectPattern(@Nullable Names names) {
    grammar.expect("{");
    while (!grammar.is("}")) {
      if (grammar.accept("...")) {
        pattern(names);
      } else {
        patternMember(names);
      }
      if (!grammar.is("}")) {
        grammar.expect(",");
      }
    }
    grammar.expect("}");
  }

  private void patternMember(@Nullable Names names) {
    int at = lexer.start;
    boolean shorthand = grammar.isName();
    String name = lexer.token();
    grammar.literals.propertyName();
    if (grammar.accept(":")) {
      pattern(names);
    } else if (shorthand) {
      Names.tell(names, name, at);
    } else {
      throw grammar.unexpected("':'");
    }
    initial();
  }

  private void arrayPattern(@Nullable Names names) {
    grammar.expect("[");
    while (!grammar.is("]")) {
      if (!grammar.is(",")) {
        grammar.accept("...");
        pattern(names);
        initial();
      }
      if (!grammar.is("]")) {
        grammar.expect(",");
      }
    }
    grammar.expect("]");
  }

  private void initial() {
    if (grammar.accept("=")) {
      grammar.bracketed(grammar.expressions::assignment);
    }
  }
}
