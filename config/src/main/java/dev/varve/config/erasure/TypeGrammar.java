package dev.varve.config.erasure;

import java.util.Set;

/// Where a type ends. Types are not understood beyond that: what stands in brackets is only
/// balanced, for no brackets of a type hold a division or a regular expression.
final class TypeGrammar {
  private static final Set<String> NO_TYPES =
      Set.of(
          "break",
          "case",
          "catch",
          "class",
          "continue",
          "debugger",
          "default",
          "delete",
          "do",
          "else",
          "enum",
          "export",
          "extends",
          "finally",
          "for",
          "function",
          "if",
          "in",
          "instanceof",
          "return",
          "super",
          "switch",
          "throw",
          "try",
          "var",
          "while",
          "with");

  /// Never followed by `<`: after `x as any` it compares.
  private static final Set<String> PLAIN =
      Set.of(
          "any",
          "unknown",
          "never",
          "void",
          "string",
          "number",
          "boolean",
          "bigint",
          "symbol",
          "object",
          "null",
          "undefined",
          "true",
          "false",
          "const");

  private final Lexer lexer;
  private final Depth depth;

  TypeGrammar(Lexer lexer, Depth depth) {
    this.lexer = lexer;
    this.depth = depth;
  }

  void type() {
    type(true);
  }

  /// @param conditional whether `extends` may begin a conditional type here
  private void type(boolean conditional) {
    depth.enter(lexer.start);
    if (lexer.is("|") || lexer.is("&")) {
      lexer.next();
    }
    operand(conditional);
    while (lexer.is("|") || lexer.is("&")) {
      lexer.next();
      operand(conditional);
    }
    if (conditional && !lexer.newline && lexer.is("extends")) {
      lexer.next();
      type(false);
      expect("?");
      type(true);
      expect(":");
      type(true);
    }
    depth.leave();
  }

  private void operand(boolean conditional) {
    while (lexer.is("keyof") || lexer.is("readonly") || lexer.is("unique")) {
      boolean unique = lexer.is("unique");
      lexer.next();
      if (unique && (lexer.newline || !lexer.is("symbol"))) {
        nameTail();
        return;
      }
    }
    if (lexer.is("infer")) {
      infer(conditional);
    } else {
      primary();
      while (!lexer.newline && lexer.is("[")) {
        balanced();
      }
      predicate();
    }
  }

  /// `infer U`, or `infer U extends C` unless that `extends` begins a conditional type.
  private void infer(boolean conditional) {
    lexer.next();
    name();
    if (lexer.is("extends")) {
      Lexer.Place here = lexer.place();
      lexer.next();
      type(false);
      if (conditional && lexer.is("?")) {
        lexer.back(here);
      }
    }
  }

  private void predicate() {
    if (lexer.is("is") && !lexer.newline) {
      lexer.next();
      type(true);
    }
  }

  private void primary() {
    switch (lexer.kind) {
      case STRING, NUMBER -> lexer.next();
      case TEMPLATE -> balanced();
      case NAME -> named();
      case MARK -> marked();
      case END, PRIVATE_NAME, REGEX -> throw unexpected();
    }
  }

  private void marked() {
    switch (lexer.token()) {
      case "(" -> parenthesis();
      case "{", "[" -> balanced();
      case "<", "<<" -> function();
      case "-" -> {
        lexer.next();
        if (lexer.kind != Lexer.Kind.NUMBER) {
          throw unexpected();
        }
        lexer.next();
      }
      default -> throw unexpected();
    }
  }

  private void parenthesis() {
    if (startsFunction()) {
      function();
    } else {
      balanced();
    }
  }

  /// `(` begins a function type when a parameter, and not just any type, follows.
  private boolean startsFunction() {
    Lexer.Place here = lexer.place();
    lexer.next();
    boolean function = lexer.is(")") || lexer.is("...");
    if (!function && parameterName()) {
      function =
          lexer.is(":") || lexer.is(",") || lexer.is("?") || lexer.is("=") || closesBeforeArrow();
    } else if (function && lexer.is(")")) {
      function = closesBeforeArrow();
    }
    lexer.back(here);
    return function;
  }

  private boolean parameterName() {
    if (lexer.kind == Lexer.Kind.NAME) {
      lexer.next();
      return true;
    }
    if (lexer.is("{") || lexer.is("[")) {
      balanced();
      return true;
    }
    return false;
  }

  private boolean closesBeforeArrow() {
    if (!lexer.is(")")) {
      return false;
    }
    lexer.next();
    return lexer.is("=>");
  }

  /// `<T>(a: A) => R`, at `<` or `(`.
  private void function() {
    if (lexer.is("<") || lexer.is("<<")) {
      parameters();
    }
    if (!lexer.is("(")) {
      throw unexpected();
    }
    balanced();
    expect("=>");
    type(true);
  }

  private void named() {
    if (NO_TYPES.contains(lexer.token())) {
      throw unexpected();
    }
    if (lexer.is("new")) {
      lexer.next();
      function();
    } else if (lexer.is("typeof")) {
      lexer.next();
      entity();
    } else if (lexer.is("abstract") || lexer.is("asserts")) {
      modified();
    } else {
      entity();
    }
  }

  /// `abstract new () => T`, `asserts x is T`, or a type of that name.
  private void modified() {
    boolean constructor = lexer.is("abstract");
    lexer.next();
    if (constructor && lexer.is("new")) {
      lexer.next();
      function();
    } else if (!constructor && lexer.kind == Lexer.Kind.NAME && !lexer.newline && !lexer.is("is")) {
      lexer.next();
    } else {
      nameTail();
    }
  }

  private void entity() {
    if (PLAIN.contains(lexer.token())) {
      lexer.next();
      return;
    }
    boolean importing = lexer.is("import");
    name();
    if (importing && lexer.is("(")) {
      balanced();
    }
    nameTail();
  }

  private void nameTail() {
    while (lexer.is(".")) {
      lexer.next();
      if (lexer.kind != Lexer.Kind.PRIVATE_NAME) {
        name();
      } else {
        lexer.next();
      }
    }
    if (!lexer.newline && (lexer.is("<") || lexer.is("<<"))) {
      arguments();
    }
  }

  /// `<A, B>` where types are applied, at `<`.
  void arguments() {
    lexer.firstOnly();
    do {
      lexer.next();
      type(true);
    } while (lexer.is(","));
    expect(">");
  }

  /// `<T extends A = B, const U>` where types are declared, at `<`; `>` is passed.
  void parameters() {
    balanced();
  }

  /// From an opening mark (or a template) past the one that closes it.
  void balanced() {
    var open = new StringBuilder();
    int from = lexer.start;
    do {
      if (lexer.kind == Lexer.Kind.END) {
        throw Misread.syntax(from, "a bracket must be closed");
      }
      step(open);
      lexer.next();
    } while (!open.isEmpty());
  }

  private void step(StringBuilder open) {
    if (lexer.kind == Lexer.Kind.TEMPLATE) {
      if (lexer.open) {
        open.append('`');
      }
    } else if (lexer.kind == Lexer.Kind.MARK) {
      switch (lexer.token()) {
        case "(", "[", "{" -> open.append(lexer.token());
        case "<" -> open.append('<');
        case "<<" -> {
          lexer.firstOnly();
          open.append('<');
        }
        case ")" -> close(open, '(');
        case "]" -> close(open, '[');
        case ">" -> close(open, '<');
        case "}" -> brace(open);
        default -> {}
      }
    }
  }

  private void brace(StringBuilder open) {
    if (!open.isEmpty() && open.charAt(open.length() - 1) == '`') {
      lexer.template();
      if (!lexer.open) {
        open.setLength(open.length() - 1);
      }
    } else {
      close(open, '{');
    }
  }

  private void close(StringBuilder open, char mark) {
    if (open.isEmpty() || open.charAt(open.length() - 1) != mark) {
      throw unexpected();
    }
    open.setLength(open.length() - 1);
  }

  private void name() {
    if (lexer.kind != Lexer.Kind.NAME) {
      throw unexpected();
    }
    lexer.next();
  }

  private void expect(String mark) {
    if (!lexer.is(mark)) {
      throw unexpected();
    }
    lexer.next();
  }

  private Misread unexpected() {
    return Misread.syntax(
        lexer.start,
        lexer.kind == Lexer.Kind.END
            ? "a type must stand here, but the file ends"
            : "a type must stand here, but " + lexer.token() + " does");
  }
}
