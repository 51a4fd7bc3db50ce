package dev.varve.config.erasure;

import dev.varve.config.erasure.Edits.Layer;
import dev.varve.config.erasure.Grammar.Whole;
import dev.varve.config.erasure.ModuleShape.Export;
import dev.varve.config.erasure.ModuleShape.Import;
import java.util.ArrayList;
import java.util.List;

/// Imports and exports: types among them go, the rest is noted for the linker.
final class ModuleGrammar {
  /// The variable that stands for `export default expression`: as long as the words it replaces.
  static final String DEFAULT = "$dflt_";

  private final Grammar grammar;
  private final Lexer lexer;

  ModuleGrammar(Grammar grammar) {
    this.grammar = grammar;
    this.lexer = grammar.lexer;
  }

  /// One name of an import or export list.
  private record Specifier(String outer, String inner, int at) {}

  /// An import statement, if one stands here: `import(` and `import.` are expressions.
  boolean importing() {
    if (grammar.peek(next -> next.is("(") || next.is("."))) {
      return false;
    }
    rejectNested();
    Whole whole = grammar.begin();
    lexer.next();
    boolean onlyTypes = startsTypes();
    if (onlyTypes) {
      lexer.next();
    }
    var taken = new ArrayList<Specifier>();
    if (lexer.kind != Lexer.Kind.STRING) {
      clause(taken);
      grammar.expect("from");
    }
    int fromAt = lexer.start;
    String from = specifierText();
    attributes();
    grammar.semicolon();
    if (onlyTypes) {
      grammar.erase(whole);
    } else {
      grammar.edits.statement(whole.start(), lexer.before, Layer.MODULE);
      note(from, fromAt, taken);
    }
    return true;
  }

  private void note(String from, int fromAt, List<Specifier> taken) {
    if (taken.isEmpty()) {
      grammar.shape.take(new Import(from, fromAt, "", "", fromAt));
    }
    for (Specifier name : taken) {
      grammar.shape.take(new Import(from, fromAt, name.outer(), name.inner(), name.at()));
    }
  }

  private void rejectNested() {
    if (grammar.functionDepth > 0) {
      throw Misread.syntax(lexer.start, "imports and exports must stand outside functions");
    }
  }

  /// `import type` where `type` is not itself the name that is imported.
  private boolean startsTypes() {
    return grammar.is("type")
        && grammar.peek(next -> {
          boolean list = next.is("{") || next.is("*");
          boolean name = next.kind == Lexer.Kind.NAME;
          boolean from = next.is("from");
          next.next();
          return list || (name && (!from || next.is("from")));
        });
  }

  private void clause(List<Specifier> taken) {
    if (grammar.isName()) {
      int at = lexer.start;
      String local = grammar.name();
      if (grammar.is("=")) {
        throw Misread.unsupported(at, "import = must not be used", "write import ... from '...'");
      }
      taken.add(new Specifier("default", local, at));
      if (!grammar.accept(",")) {
        return;
      }
    }
    if (grammar.accept("*")) {
      grammar.expect("as");
      int at = lexer.start;
      taken.add(new Specifier(ModuleShape.ALL, grammar.name(), at));
    } else {
      list(taken);
    }
  }

  /// `{ a, b as c, type T }`.
  private void list(List<Specifier> names) {
    grammar.expect("{");
    while (!grammar.is("}")) {
      int start = lexer.start;
      boolean type = isTypeModifier();
      if (type) {
        lexer.next();
      }
      Specifier name = specifier();
      if (!grammar.is("}")) {
        grammar.expect(",");
      }
      if (type) {
        grammar.edits.type(start, lexer.before);
      } else {
        names.add(name);
      }
    }
    grammar.expect("}");
  }

  private boolean isTypeModifier() {
    return grammar.is("type")
        && grammar.peek(next -> next.kind == Lexer.Kind.NAME && !next.is("as"));
  }

  private Specifier specifier() {
    int at = lexer.start;
    String outer = grammar.name();
    return new Specifier(outer, grammar.accept("as") ? grammar.name() : outer, at);
  }

  private String specifierText() {
    if (lexer.kind != Lexer.Kind.STRING) {
      throw grammar.unexpected("a file in quotes");
    }
    String token = lexer.token();
    if (token.contains("\\")) {
      throw Misread.syntax(lexer.start, "the name of a file must have no backslash");
    }
    lexer.next();
    return token.substring(1, token.length() - 1);
  }

  /// `with { type: 'json' }`.
  private void attributes() {
    if (grammar.is("with") || (grammar.is("assert") && !lexer.newline)) {
      lexer.next();
      grammar.types.balanced();
    }
  }

  void exporting() {
    rejectNested();
    Whole whole = grammar.begin();
    int end = lexer.end;
    lexer.next();
    if (grammar.is("default")) {
      byDefault(whole);
    } else if (grammar.is("*")) {
      all(whole, false);
    } else if (grammar.is("{")) {
      listed(whole, false);
    } else if (isTypeExport()) {
      lexer.next();
      typeExport(whole);
    } else {
      rejectForms();
      grammar.edits.module(whole.start(), end);
      boolean declared =
          grammar.isName()
              && grammar.statements.declaration(
                  whole, (name, at) -> grammar.shape.give(new Export(name, name, "", at)));
      if (!declared) {
        throw grammar.unexpected("a declaration");
      }
    }
  }

  private void rejectForms() {
    if (grammar.is("=") || grammar.is("import") || grammar.is("as")) {
      throw Misread.unsupported(
          lexer.start, "this form of export must not be used", "write export default or export {}");
    }
  }

  private boolean isTypeExport() {
    return grammar.is("type") && grammar.peek(next -> next.is("{") || next.is("*"));
  }

  private void typeExport(Whole whole) {
    if (grammar.is("*")) {
      all(whole, true);
    } else {
      listed(whole, true);
    }
  }

  /// `export * from './x.ts'`, `export * as x from './x.ts'`.
  private void all(Whole whole, boolean onlyTypes) {
    grammar.expect("*");
    int at = lexer.start;
    String name = grammar.accept("as") ? grammar.name() : ModuleShape.ALL;
    grammar.expect("from");
    int fromAt = lexer.start;
    String from = specifierText();
    attributes();
    grammar.semicolon();
    if (onlyTypes) {
      grammar.erase(whole);
      return;
    }
    grammar.edits.statement(whole.start(), lexer.before, Layer.MODULE);
    grammar.shape.take(new Import(from, fromAt, "", "", fromAt));
    grammar.shape.give(new Export(name, ModuleShape.ALL, from, at));
  }

  private void listed(Whole whole, boolean onlyTypes) {
    var given = new ArrayList<Specifier>();
    list(given);
    String from = "";
    int fromAt = lexer.start;
    if (grammar.accept("from")) {
      fromAt = lexer.start;
      from = specifierText();
      attributes();
    }
    grammar.semicolon();
    if (onlyTypes) {
      given.forEach(name -> grammar.shape.type(name.inner()));
      grammar.erase(whole);
      return;
    }
    grammar.edits.statement(whole.start(), lexer.before, Layer.MODULE);
    if (!from.isEmpty()) {
      grammar.shape.take(new Import(from, fromAt, "", "", fromAt));
    }
    for (Specifier name : given) {
      grammar.shape.give(new Export(name.inner(), name.outer(), from, name.at()));
    }
  }

  private void byDefault(Whole whole) {
    int at = lexer.start;
    lexer.next();
    boolean declares =
        grammar.is("function")
            || grammar.is("class")
            || (grammar.is("async") && grammar.peek(next -> next.is("function") && !next.newline))
            || (grammar.is("abstract") && grammar.peek(next -> next.is("class")))
            || (grammar.is("interface") && grammar.nameFollows());
    if (declares) {
      declaration(whole, at);
    } else {
      overwrite(whole, at);
      grammar.expressions.assignment();
      grammar.semicolon();
    }
  }

  /// `export default` becomes a variable; both words keep their places.
  private void overwrite(Whole whole, int at) {
    grammar.edits.overwrite(whole.start(), "let   ");
    grammar.edits.overwrite(at, DEFAULT + "=");
    grammar.shape.give(new Export("default", DEFAULT, "", at));
  }

  private void declaration(Whole whole, int at) {
    boolean onlyType = grammar.is("interface");
    var names = new ArrayList<String>();
    int start = lexer.start;
    grammar.statements.declaration(whole, (name, _) -> names.add(name));
    if (!names.isEmpty()) {
      grammar.edits.module(whole.start(), start);
      grammar.shape.give(new Export("default", names.getFirst(), "", at));
    } else if (!onlyType && !grammar.edits.erasedAt(whole.start())) {
      overwrite(whole, at);
      grammar.edits.insert(lexer.before, ";");
    }
  }
}
