package dev.varve.program.command.db;

import dev.varve.base.Failure;
import dev.varve.base.Problem;
import dev.varve.program.Invocation;
import dev.varve.program.ProgramCode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;

/// What a command is given to read: a text, `@FILE`, or `-` for standard input.
final class Input {
  private Input() {}

  static byte[] bytes(Invocation invocation, String word) {
    if (!word.equals("-") && !word.startsWith("@")) {
      return word.getBytes(StandardCharsets.UTF_8);
    }
    String file = word.equals("-") ? word : word.substring(1);
    try (InputStream in = open(invocation, file)) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw unreadable(file, e);
    }
  }

  /// @param file a path, or `-`
  static BufferedReader lines(Invocation invocation, String file) {
    try {
      return new BufferedReader(
          new InputStreamReader(open(invocation, file), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw unreadable(file, e);
    }
  }

  private static InputStream open(Invocation invocation, String file) throws IOException {
    return file.equals("-")
        ? invocation.terminal().in()
        : Files.newInputStream(invocation.path(file));
  }

  static Failure unreadable(String file, IOException e) {
    return new Failure(
        new Problem(ProgramCode.UNREADABLE, file, "must be readable, but is not: " + e, ""), e);
  }
}
