package dev.varve.config.typescript;

import dev.varve.base.Failure;
import dev.varve.config.erasure.Erased;
import dev.varve.config.erasure.Source;
import java.nio.charset.StandardCharsets;

/// Any text as TypeScript: JavaScript with every character in its place, or one problem.
public final class TypeScriptFuzz {
  private TypeScriptFuzz() {}

  /// Called by Jazzer.
  public static void fuzzerTestOneInput(byte[] input) {
    String text = new String(input, StandardCharsets.UTF_8);
    try {
      Erased erased = Erased.of(Source.of("varve.config.ts", text));
      if (erased.javaScript().length() != text.length()
          || erased.body().length() != text.length()) {
        throw new AssertionError("what is erased must leave the rest in its place");
      }
    } catch (Failure failure) {
      if (failure.problems().size() != 1) {
        throw new AssertionError("the first misreading must be told alone", failure);
      }
    }
  }
}
