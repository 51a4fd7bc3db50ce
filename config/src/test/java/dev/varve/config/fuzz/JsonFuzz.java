package dev.varve.config.fuzz;

import dev.varve.base.Failure;
import dev.varve.config.Authoring;
import dev.varve.config.Formatting;
import java.nio.charset.StandardCharsets;

/// Any text as JSON: a graph or problems, and laid out once is laid out for good.
public final class JsonFuzz {
  private JsonFuzz() {}

  /// Called by Jazzer.
  public static void fuzzerTestOneInput(byte[] input) {
    String text = new String(input, StandardCharsets.UTF_8);
    FrontEnd.compile(each -> Authoring.json(each, "varve.json"), text);
    try {
      String once = Formatting.json(text, "varve.json");
      if (!Formatting.json(once, "varve.json").equals(once)) {
        throw new AssertionError("what is laid out must stay as it is");
      }
    } catch (Failure failure) {
      FrontEnd.told(failure);
    }
  }
}
