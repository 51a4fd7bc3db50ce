package dev.varve.config.fuzz;

import dev.varve.base.Failure;
import dev.varve.config.Authoring;
import dev.varve.config.Formatting;
import java.nio.charset.StandardCharsets;

/// Any text as YAML: a graph or problems, and laid out once is laid out for good.
public final class YamlFuzz {
  private YamlFuzz() {}

  /// Called by Jazzer.
  public static void fuzzerTestOneInput(byte[] input) {
    String text = new String(input, StandardCharsets.UTF_8);
    FrontEnd.compile(each -> Authoring.yaml(each, "varve.yaml"), text);
    try {
      String once = Formatting.yaml(text, "varve.yaml");
      if (!Formatting.yaml(once, "varve.yaml").equals(once)) {
        throw new AssertionError("what is laid out must stay as it is");
      }
    } catch (Failure failure) {
      FrontEnd.told(failure);
    }
  }
}
