package dev.varve.config.erasure;

import dev.varve.config.erasure.Edits.Layer;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The state the parts of the grammar share: the token under the reader, what was found, and in
/// what kind of code the reader is. No tree is built; the grammar only knows where everything ends.
final class Grammar {
  final Lexer lexer;
  final Edits edits = new Edits();
  final ModuleShape.Builder shape = new ModuleShape.Builder();
  final TypeGrammar types;
  final ExpressionGrammar expressions;
  final LiteralGrammar literals;
  final FunctionGrammar functions;
  final ClassGrammar classes;
  final StatementGrammar statements;
  final ModuleGrammar modules;
  final Depth depth = new Depth();

  /// `yield` is an operator.
  boolean generator;

  /// `await` is an operator: in an async function.
  boolean async;

  /// Functions around the reader.
  int functionDepth;

  /// `in` ends the expression: in the head of a `for`.
  boolean noIn;

  /// Verdicts on `(` and `<`: what was tried once is not tried again, so that nesting costs squares
  /// at worst.
  private final Map<Integer, Boolean> verdicts = new HashMap<>();

  Grammar(String text) {
    lexer = new Lexer(text);
    types = new TypeGrammar(lexer, depth);
    expressions = new ExpressionGrammar(this);
    literals = new LiteralGrammar(this);
    functions = new FunctionGrammar(this);
    classes = new ClassGrammar(this);
    statements = new StatementGrammar(this);
    modules = new ModuleGrammar(this);
  }

  void file() {
    while (lexer.kind != Lexer.Kind.END) {
      statements.statement();
    }
  }

  boolean is(String token) {
    return lexer.is(token);
  }

  boolean isName() {
    return lexer.kind == Lexer.Kind.NAME;
  }

  boolean accept(String token) {
    if (!lexer.is(token)) {
      return false;
    }
    lexer.next();
    return true;
  }

  /// Passes the token and returns its offset.
  int expect(String token) {
    if (!lexer.is(token)) {
      throw unexpected("'" + token + "'");
    }
    int at = lexer.start;
    lexer.next();
    return at;
  }

  String name() {
    if (!isName()) {
      throw unexpected("a name");
    }
    String name = lexer.token();
    lexer.next();
    return name;
  }

  Misread unexpected(String wanted) {
    String found = lexer.kind == Lexer.Kind.END ? "the file ends" : lexer.token() + " stands there";
    return Misread.syntax(lexer.start, wanted + " must stand here, but " + shorten(found));
  }

  private static String shorten(String text) {
    String line = text.lines().findFirst().orElse("");
    return line.length() > 60 ? line.substring(0, 60) + "..." : line;
  }

  /// Tries a reading. If it fails, or ends in false, everything is as before.
  boolean attempt(int offset, Reading reading) {
    Boolean known = verdicts.get(offset);
    if (known != null && !known) {
      return false;
    }
    Lexer.Place place = lexer.place();
    Edits.Mark mark = edits.mark();
    int level = depth.mark();
    Context context = context();
    boolean holds;
    try {
      holds = reading.read();
    } catch (Misread misread) {
      if (misread.unsupported) {
        throw misread;
      }
      holds = false;
    }
    verdicts.put(offset, holds);
    if (!holds) {
      lexer.back(place);
      edits.rewind(mark);
      depth.rewind(level);
      restore(context);
    }
    return holds;
  }

  /// A way to read the text from here, perhaps in vain.
  @FunctionalInterface
  interface Reading {
    boolean read();
  }

  /// What the next token would be.
  boolean peek(java.util.function.Predicate<Lexer> test) {
    Lexer.Place place = lexer.place();
    lexer.next();
    boolean holds = test.test(lexer);
    lexer.back(place);
    return holds;
  }

  /// A name follows on the same line: makes `type`, `interface`, `declare` and their like keywords.
  boolean nameFollows() {
    return peek(next -> next.kind == Lexer.Kind.NAME && !next.newline);
  }

  /// `: Type`, if it stands here; blanked.
  void annotation() {
    if (is(":")) {
      int start = lexer.start;
      lexer.next();
      types.type();
      edits.type(start, lexer.before);
    }
  }

  /// The mark under the reader goes.
  void blankToken() {
    edits.type(lexer.start, lexer.end);
    lexer.next();
  }

  /// The end of a statement, written or implied.
  void semicolon() {
    if (accept(";")) {
      return;
    }
    if (!is("}") && lexer.kind != Lexer.Kind.END && !lexer.newline) {
      throw unexpected("';' or the end of the line");
    }
    if (mayGoOn()) {
      edits.endStatement(lexer.before);
    }
  }

  /// Whether the next line could be read as more of this one.
  private boolean mayGoOn() {
    return switch (lexer.kind) {
      case MARK -> !is("}");
      case TEMPLATE, REGEX -> true;
      case NAME -> is("in") || is("instanceof") || is("as") || is("satisfies");
      case END, PRIVATE_NAME, NUMBER, STRING -> false;
    };
  }

  /// A statement or member that may turn out to be only a type.
  record Whole(int start, Edits.Mark mark) {}

  Whole begin() {
    return new Whole(lexer.start, edits.mark());
  }

  /// From its beginning to the end of the last token there is only a type.
  void erase(Whole whole) {
    edits.rewind(whole.mark());
    edits.statement(whole.start(), lexer.before, Layer.TYPES);
  }

  record Context(boolean generator, boolean async, boolean noIn, int functionDepth) {}

  Context context() {
    return new Context(generator, async, noIn, functionDepth);
  }

  void restore(Context context) {
    generator = context.generator();
    async = context.async();
    noIn = context.noIn();
    functionDepth = context.functionDepth();
  }

  /// Reads with `in` as an operator again: inside brackets.
  void bracketed(Runnable inside) {
    boolean outer = noIn;
    noIn = false;
    inside.run();
    noIn = outer;
  }

  /// Collects the names a declaration binds; null where nobody asks.
  interface Names {
    void bind(String name, int offset);

    static void tell(@Nullable Names names, String name, int offset) {
      if (names != null) {
        names.bind(name, offset);
      }
    }
  }
}
