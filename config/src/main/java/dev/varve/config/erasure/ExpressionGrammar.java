package dev.varve.config.erasure;

import java.util.Set;

/// Expressions. Operators are not ranked: only where an expression ends matters.
final class ExpressionGrammar {
  private static final Set<String> BINARY =
      Set.of(
          "||",
          "&&",
          "??",
          "|",
          "^",
          "&",
          "==",
          "!=",
          "===",
          "!==",
          "<",
          "<=",
          "<<",
          "+",
          "-",
          "*",
          "/",
          "%",
          "**",
          "instanceof",
          "in");
  private static final Set<String> GREATER = Set.of(">", ">=", ">>", ">>>");
  private static final Set<String> ASSIGNMENT =
      Set.of(
          "=", "+=", "-=", "*=", "/=", "%=", "**=", "<<=", ">>=", ">>>=", "&=", "|=", "^=", "&&=",
          "||=", "??=");
  private static final Set<String> PREFIX =
      Set.of("+", "-", "~", "!", "++", "--", "typeof", "void", "delete");
  private static final Set<String> NO_OPERANDS =
      Set.of(
          "break",
          "case",
          "catch",
          "const",
          "continue",
          "debugger",
          "default",
          "do",
          "else",
          "enum",
          "export",
          "extends",
          "finally",
          "for",
          "if",
          "in",
          "instanceof",
          "return",
          "switch",
          "throw",
          "try",
          "var",
          "while",
          "with");

  private final Grammar grammar;
  private final Lexer lexer;

  ExpressionGrammar(Grammar grammar) {
    this.grammar = grammar;
    this.lexer = grammar.lexer;
  }

  /// Assignments, separated by commas.
  void expression() {
    do {
      assignment();
    } while (grammar.accept(","));
  }

  void assignment() {
    assignment(false);
  }

  /// @param beforeColon in the middle of `? :`, where `(a): b => c` needs another `:` to be a
  ///   function
  private void assignment(boolean beforeColon) {
    grammar.depth.enter(lexer.start);
    if (!arrow(beforeColon)) {
      if (grammar.generator && grammar.is("yield")) {
        yielding();
      } else {
        conditional(beforeColon);
      }
    }
    grammar.depth.leave();
  }

  private void yielding() {
    lexer.next();
    boolean ends =
        lexer.newline
            || lexer.kind == Lexer.Kind.END
            || (lexer.kind == Lexer.Kind.MARK && ")]},;:".contains(lexer.token()));
    if (!ends) {
      grammar.accept("*");
      assignment();
    }
  }

  private void conditional(boolean beforeColon) {
    Edits.Mark mark = grammar.edits.mark();
    boolean maybePattern = grammar.is("{") || grammar.is("[");
    binary();
    if (grammar.accept("?")) {
      grammar.bracketed(() -> assignment(true));
      grammar.expect(":");
      assignment(beforeColon);
      return;
    }
    joinGreater();
    if (lexer.kind == Lexer.Kind.MARK && ASSIGNMENT.contains(lexer.token())) {
      if (maybePattern) {
        grammar.edits.forgetLiterals(mark);
      }
      lexer.next();
      assignment(beforeColon);
    }
  }

  private void binary() {
    unary();
    while (true) {
      joinGreater();
      if (isWordType()) {
        int start = lexer.start;
        lexer.next();
        grammar.types.type();
        grammar.edits.type(start, lexer.before);
      } else if (isBinary()) {
        lexer.next();
        unary();
      } else {
        return;
      }
    }
  }

  private boolean isWordType() {
    return !lexer.newline && (grammar.is("as") || grammar.is("satisfies"));
  }

  private boolean isBinary() {
    if (lexer.kind != Lexer.Kind.MARK && lexer.kind != Lexer.Kind.NAME) {
      return false;
    }
    String token = lexer.token();
    return GREATER.contains(token)
        || (BINARY.contains(token) && !(grammar.noIn && token.equals("in")));
  }

  private void joinGreater() {
    if (grammar.is(">")) {
      lexer.joinGreater();
    }
  }

  private void unary() {
    while (isPrefix()) {
      lexer.next();
    }
    if (grammar.is("<")) {
      throw Misread.unsupported(
          lexer.start, "a cast must not be written <T>value", "write value as T");
    }
    operand(true);
    if (!lexer.newline && (grammar.is("++") || grammar.is("--"))) {
      lexer.next();
    }
  }

  private boolean isPrefix() {
    if (grammar.is("await")) {
      return awaiting();
    }
    return (lexer.kind == Lexer.Kind.MARK || lexer.kind == Lexer.Kind.NAME)
        && PREFIX.contains(lexer.token());
  }

  private boolean awaiting() {
    if (grammar.functionDepth == 0) {
      grammar.shape.awaits(lexer.start);
    }
    return grammar.async || grammar.functionDepth == 0;
  }

  /// What operators stand between, with its calls, members and type arguments.
  ///
  /// @param calls false behind `new`, whose first parentheses are its own
  void operand(boolean calls) {
    if (grammar.is("new")) {
      construction();
    } else if (grammar.is("import")) {
      throw importing();
    } else {
      primary();
    }
    boolean more;
    do {
      more = suffix(calls);
    } while (more);
  }

  private void construction() {
    grammar.depth.enter(lexer.start);
    lexer.next();
    if (grammar.accept(".")) {
      grammar.name();
    } else {
      operand(false);
      if (grammar.is("(")) {
        arguments();
      }
    }
    grammar.depth.leave();
  }

  private Misread importing() {
    int at = lexer.start;
    lexer.next();
    return grammar.is(".")
        ? Misread.unsupported(
            at,
            "import.meta must not be used",
            "write paths relative to the configuration's folder")
        : Misread.unsupported(
            at, "import() must not be used", "write import ... from at the top of the file");
  }

  private boolean suffix(boolean calls) {
    if (lexer.kind == Lexer.Kind.TEMPLATE) {
      template();
      return true;
    }
    if (lexer.kind != Lexer.Kind.MARK) {
      return false;
    }
    switch (lexer.token()) {
      case "." -> {
        lexer.next();
        member();
      }
      case "?." -> {
        lexer.next();
        optionalMember();
      }
      case "[" -> index();
      case "(" -> {
        if (!calls) {
          return false;
        }
        arguments();
      }
      case "!" -> {
        if (lexer.newline) {
          return false;
        }
        grammar.blankToken();
      }
      case "<", "<<" -> {
        return typeArguments();
      }
      default -> {
        return false;
      }
    }
    return true;
  }

  private void member() {
    if (lexer.kind != Lexer.Kind.NAME && lexer.kind != Lexer.Kind.PRIVATE_NAME) {
      throw grammar.unexpected("a name");
    }
    lexer.next();
  }

  private void optionalMember() {
    if (lexer.kind == Lexer.Kind.NAME || lexer.kind == Lexer.Kind.PRIVATE_NAME) {
      lexer.next();
    } else if (!grammar.is("(") && !grammar.is("[") && !typeArguments()) {
      throw grammar.unexpected("a member");
    }
  }

  private void index() {
    grammar.expect("[");
    grammar.bracketed(this::expression);
    grammar.expect("]");
  }

  /// `f<T>(x)`: types when what follows cannot go on as a comparison.
  private boolean typeArguments() {
    int start = lexer.start;
    return grammar.attempt(
        -start - 1,
        () -> {
          grammar.types.arguments();
          grammar.edits.type(start, lexer.before);
          return mayFollowTypes();
        });
  }

  private boolean mayFollowTypes() {
    if (lexer.kind == Lexer.Kind.TEMPLATE || grammar.is("(")) {
      return true;
    }
    if (grammar.is("<") || grammar.is(">") || grammar.is("+") || grammar.is("-")) {
      return false;
    }
    return lexer.newline || isBinary() || !startsExpression();
  }

  private boolean startsExpression() {
    return switch (lexer.kind) {
      case END -> false;
      case NUMBER, STRING, TEMPLATE, REGEX, PRIVATE_NAME -> true;
      case NAME -> !NO_OPERANDS.contains(lexer.token()) && !isWordType();
      case MARK -> "([{!~/@".contains(lexer.token()) || grammar.is("++") || grammar.is("--");
    };
  }

  private void arguments() {
    grammar.expect("(");
    grammar.bracketed(() -> {
      while (!grammar.is(")")) {
        grammar.accept("...");
        assignment();
        if (!grammar.is(")")) {
          grammar.expect(",");
        }
      }
    });
    grammar.expect(")");
  }

  private void primary() {
    switch (lexer.kind) {
      case NUMBER, STRING, REGEX, PRIVATE_NAME -> lexer.next();
      case TEMPLATE -> template();
      case NAME -> word();
      case MARK -> marked();
      case END -> throw grammar.unexpected("an expression");
    }
  }

  private void marked() {
    switch (lexer.token()) {
      case "(" -> {
        lexer.next();
        grammar.bracketed(this::expression);
        grammar.expect(")");
      }
      case "[" -> grammar.literals.array();
      case "{" -> grammar.literals.object();
      case "/", "/=" -> {
        lexer.regex();
        lexer.next();
      }
      case "@" -> throw grammar.classes.decorator();
      default -> throw grammar.unexpected("an expression");
    }
  }

  private void word() {
    if (NO_OPERANDS.contains(lexer.token())) {
      throw grammar.unexpected("an expression");
    }
    if (grammar.is("function")) {
      grammar.functions.function(false, null);
    } else if (grammar.is("class")) {
      grammar.classes.declaration(null);
    } else if (grammar.is("async") && grammar.peek(next -> next.is("function") && !next.newline)) {
      lexer.next();
      grammar.functions.function(true, null);
    } else {
      lexer.next();
    }
  }

  void template() {
    while (lexer.open) {
      lexer.next();
      grammar.bracketed(this::expression);
      if (!grammar.is("}")) {
        throw grammar.unexpected("'}'");
      }
      lexer.template();
    }
    lexer.next();
  }

  private boolean arrow(boolean beforeColon) {
    if (grammar.is("(") || grammar.is("<")) {
      return grammar.functions.arrow(false, beforeColon);
    }
    if (!grammar.isName() || NO_OPERANDS.contains(lexer.token())) {
      return false;
    }
    if (grammar.is("async")) {
      boolean[] single = new boolean[1];
      boolean maybe =
          grammar.peek(next -> {
            single[0] = next.kind == Lexer.Kind.NAME && !next.is("function");
            return !next.newline && (single[0] || next.is("(") || next.is("<"));
          });
      if (maybe && single[0]) {
        return grammar.functions.singleArrow(true);
      }
      if (maybe) {
        return grammar.functions.arrow(true, beforeColon);
      }
    }
    return grammar.functions.singleArrow(false);
  }
}
