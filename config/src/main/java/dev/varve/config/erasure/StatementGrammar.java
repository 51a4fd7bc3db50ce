package dev.varve.config.erasure;

import dev.varve.config.erasure.Grammar.Names;
import dev.varve.config.erasure.Grammar.Whole;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Statements and declarations.
final class StatementGrammar {
  private static final Set<String> DECLARABLE =
      Set.of(
          "var",
          "let",
          "const",
          "function",
          "async",
          "class",
          "abstract",
          "enum",
          "namespace",
          "module",
          "global",
          "interface",
          "type");

  private final Grammar grammar;
  private final Lexer lexer;

  StatementGrammar(Grammar grammar) {
    this.grammar = grammar;
    this.lexer = grammar.lexer;
  }

  void statement() {
    grammar.depth.enter(lexer.start);
    if (lexer.kind == Lexer.Kind.NAME) {
      if (!declaration(grammar.begin(), null) && !control() && !label()) {
        expressionStatement();
      }
    } else if (grammar.is("{")) {
      block();
    } else if (grammar.is("@")) {
      throw grammar.classes.decorator();
    } else if (!grammar.accept(";")) {
      expressionStatement();
    }
    grammar.depth.leave();
  }

  private void expressionStatement() {
    grammar.expressions.expression();
    grammar.semicolon();
  }

  private boolean label() {
    return grammar.peek(next -> next.is(":")) && passLabel();
  }

  private boolean passLabel() {
    lexer.next();
    lexer.next();
    statement();
    return true;
  }

  /// Statements in braces, at `{`.
  void block() {
    grammar.expect("{");
    grammar.bracketed(() -> {
      while (!grammar.is("}")) {
        inBlock();
      }
    });
    grammar.expect("}");
  }

  private void inBlock() {
    if (lexer.kind == Lexer.Kind.END) {
      throw grammar.unexpected("'}'");
    }
    statement();
  }

  /// A declaration, if one stands here.
  ///
  /// @param whole where it begins, with the words before it
  /// @param names told what is declared as a value
  boolean declaration(Whole whole, @Nullable Names names) {
    switch (lexer.token()) {
      case "var" -> variables(names);
      case "const" -> constants(names);
      case "let" -> {
        return letDeclaration(names);
      }
      case "function" -> function(whole, false, names);
      case "async" -> {
        return asyncFunction(whole, names);
      }
      case "class" -> grammar.classes.declaration(names);
      case "abstract" -> {
        return abstractClass(names);
      }
      default -> {
        return typeDeclaration(whole);
      }
    }
    return true;
  }

  /// What has no effect at run time, or must not be used because it would.
  private boolean typeDeclaration(Whole whole) {
    return switch (lexer.token()) {
      case "enum", "namespace", "module" -> generated();
      case "interface" -> grammar.nameFollows() && interfaces(whole);
      case "type" -> startsAlias() && alias(whole);
      case "declare" -> grammar.peek(this::isDeclarable) && declared(whole);
      default -> false;
    };
  }

  private boolean isDeclarable(Lexer next) {
    return !next.newline && next.kind == Lexer.Kind.NAME && DECLARABLE.contains(next.token());
  }

  private boolean generated() {
    boolean declares =
        grammar.peek(next ->
            !next.newline && (next.kind == Lexer.Kind.NAME || next.kind == Lexer.Kind.STRING));
    if (!declares) {
      return false;
    }
    throw grammar.is("enum")
        ? enumeration()
        : Misread.unsupported(
            lexer.start,
            "a namespace must not be used",
            "put its contents in a file and import it");
  }

  private Misread enumeration() {
    return Misread.unsupported(
        lexer.start,
        "an enum must not be used",
        "write const Name = { A: 'a' } as const, or a union of strings");
  }

  private void constants(@Nullable Names names) {
    if (grammar.peek(next -> next.is("enum"))) {
      throw enumeration();
    }
    variables(names);
  }

  private boolean letDeclaration(@Nullable Names names) {
    boolean declares =
        grammar.peek(next -> next.kind == Lexer.Kind.NAME || next.is("[") || next.is("{"));
    if (declares) {
      variables(names);
    }
    return declares;
  }

  private void variables(@Nullable Names names) {
    lexer.next();
    bindings(names);
    grammar.semicolon();
  }

  private void bindings(@Nullable Names names) {
    do {
      grammar.functions.pattern(names);
      if (grammar.is("!")) {
        grammar.blankToken();
      }
      grammar.annotation();
      if (grammar.accept("=")) {
        grammar.expressions.assignment();
      }
    } while (grammar.accept(","));
  }

  private boolean asyncFunction(Whole whole, @Nullable Names names) {
    if (!grammar.peek(next -> next.is("function") && !next.newline)) {
      return false;
    }
    lexer.next();
    function(whole, true, names);
    return true;
  }

  private void function(Whole whole, boolean async, @Nullable Names names) {
    String[] name = new String[1];
    int[] at = new int[1];
    boolean body =
        grammar.functions.function(
            async,
            (found, offset) -> {
              name[0] = found;
              at[0] = offset;
            });
    if (!body) {
      grammar.semicolon();
      grammar.erase(whole);
    } else if (name[0] != null) {
      Names.tell(names, name[0], at[0]);
    }
  }

  private boolean abstractClass(@Nullable Names names) {
    if (!grammar.peek(next -> next.is("class") && !next.newline)) {
      return false;
    }
    grammar.blankToken();
    grammar.classes.declaration(names);
    return true;
  }

  private boolean interfaces(Whole whole) {
    lexer.next();
    grammar.shape.type(grammar.name());
    grammar.functions.typeParameters();
    if (grammar.is("extends")) {
      do {
        lexer.next();
        grammar.types.type();
      } while (grammar.is(","));
    }
    if (!grammar.is("{")) {
      throw grammar.unexpected("'{'");
    }
    grammar.types.balanced();
    grammar.erase(whole);
    return true;
  }

  private boolean startsAlias() {
    return grammar.peek(next -> {
      boolean name = next.kind == Lexer.Kind.NAME && !next.newline;
      next.next();
      return name && (next.is("=") || next.is("<"));
    });
  }

  private boolean alias(Whole whole) {
    lexer.next();
    grammar.shape.type(grammar.name());
    grammar.functions.typeParameters();
    grammar.expect("=");
    grammar.types.type();
    grammar.semicolon();
    grammar.erase(whole);
    return true;
  }

  /// `declare ...`: says that something exists elsewhere.
  private boolean declared(Whole whole) {
    lexer.next();
    boolean block =
        grammar.is("enum")
            || grammar.is("namespace")
            || grammar.is("module")
            || grammar.is("global")
            || (grammar.is("const") && grammar.peek(next -> next.is("enum")));
    if (block) {
      while (!grammar.is("{") && !grammar.is(";") && lexer.kind != Lexer.Kind.END) {
        lexer.next();
      }
      if (!grammar.accept(";")) {
        grammar.types.balanced();
      }
    } else if (!declaration(whole, null)) {
      throw grammar.unexpected("a declaration");
    }
    grammar.erase(whole);
    return true;
  }

  private boolean control() {
    switch (lexer.token()) {
      case "if" -> conditions();
      case "for" -> loop();
      case "while" -> {
        lexer.next();
        parenthesised();
        statement();
      }
      case "do" -> repeat();
      case "return", "throw" -> leave();
      case "try" -> attempt();
      case "switch" -> choice();
      case "break", "continue", "debugger" -> jump();
      case "import" -> {
        return grammar.modules.importing();
      }
      case "export" -> grammar.modules.exporting();
      default -> {
        return false;
      }
    }
    return true;
  }

  private void conditions() {
    lexer.next();
    parenthesised();
    statement();
    while (grammar.accept("else")) {
      if (grammar.accept("if")) {
        parenthesised();
      }
      statement();
    }
  }

  private void parenthesised() {
    grammar.expect("(");
    grammar.bracketed(grammar.expressions::expression);
    grammar.expect(")");
  }

  private void repeat() {
    lexer.next();
    statement();
    grammar.expect("while");
    parenthesised();
    grammar.accept(";");
  }

  private void leave() {
    if (grammar.functionDepth == 0 && grammar.is("return")) {
      throw Misread.syntax(lexer.start, "return must stand in a function");
    }
    lexer.next();
    if (!grammar.is(";") && !grammar.is("}") && lexer.kind != Lexer.Kind.END && !lexer.newline) {
      grammar.expressions.expression();
    }
    grammar.semicolon();
  }

  private void attempt() {
    lexer.next();
    block();
    if (grammar.accept("catch")) {
      if (grammar.accept("(")) {
        grammar.functions.pattern(null);
        grammar.annotation();
        grammar.expect(")");
      }
      block();
    }
    if (grammar.accept("finally")) {
      block();
    }
  }

  private void choice() {
    lexer.next();
    parenthesised();
    grammar.expect("{");
    while (!grammar.is("}")) {
      if (grammar.accept("case")) {
        grammar.expressions.expression();
        grammar.expect(":");
      } else if (grammar.is("default")) {
        lexer.next();
        grammar.expect(":");
      } else {
        inBlock();
      }
    }
    grammar.expect("}");
  }

  private void jump() {
    lexer.next();
    if (grammar.isName() && !lexer.newline) {
      lexer.next();
    }
    grammar.semicolon();
  }

  private void loop() {
    lexer.next();
    if (grammar.is("await")) {
      if (grammar.functionDepth == 0) {
        grammar.shape.awaits(lexer.start);
      }
      lexer.next();
    }
    grammar.expect("(");
    grammar.noIn = true;
    head();
    grammar.noIn = false;
    if (grammar.accept("of") || grammar.accept("in")) {
      grammar.expressions.expression();
    } else {
      steps();
    }
    grammar.expect(")");
    statement();
  }

  private void head() {
    boolean declares =
        grammar.is("var")
            || grammar.is("const")
            || (grammar.is("let")
                && grammar.peek(
                    next -> next.kind == Lexer.Kind.NAME || next.is("[") || next.is("{")));
    if (declares) {
      lexer.next();
      bindings(null);
    } else if (!grammar.is(";")) {
      Edits.Mark mark = grammar.edits.mark();
      grammar.expressions.expression();
      if (grammar.is("of") || grammar.is("in")) {
        grammar.edits.forgetLiterals(mark);
      }
    }
  }

  private void steps() {
    grammar.expect(";");
    if (!grammar.is(";")) {
      grammar.expressions.expression();
    }
    grammar.expect(";");
    if (!grammar.is(")")) {
      grammar.expressions.expression();
    }
  }
}
