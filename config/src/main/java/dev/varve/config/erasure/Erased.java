package dev.varve.config.erasure;

import dev.varve.base.Failure;
import dev.varve.config.source.ConfigCode;

/// A file read once: where its types are, what it imports and exports, where its literals stand.
///
/// @param source as written
/// @param edits what to blank and where the literals are
/// @param shape imports and exports
public record Erased(Source source, Edits edits, ModuleShape shape) {
  /// Reads TypeScript whose types can be erased.
  ///
  /// @throws Failure at the place where the text is not TypeScript, or is of the kind that must be
  ///   translated
  public static Erased of(Source source) {
    try {
      var grammar = new Grammar(source.text());
      grammar.file();
      return new Erased(source, grammar.edits, grammar.shape.build());
    } catch (Misread misread) {
      ConfigCode code = misread.unsupported ? ConfigCode.NOT_ERASABLE : ConfigCode.SYNTAX;
      int offset = Math.min(misread.offset, source.text().length());
      throw source.failure(code, offset, misread.rule(), misread.next);
    }
  }

  /// JavaScript of the same length, every character that stays in its place.
  public String javaScript() {
    return edits.apply(source.text(), false);
  }

  /// The same without imports and exports: the body of a function.
  public String body() {
    return edits.apply(source.text(), true);
  }
}
