package dev.varve.config.typescript;

import java.util.function.Consumer;

/// Where what a configuration logs is shown: bounded, so that a loop cannot flood the terminal.
final class Console {
  private static final int MOST = 64 << 10;

  private final Consumer<String> lines;
  private int left = MOST;

  Console(Consumer<String> lines) {
    this.lines = lines;
  }

  void log(String line) {
    if (left > 0) {
      left -= line.length() + 1;
      lines.accept(left > 0 ? line : "(more was logged than is shown)");
    }
  }
}
