package dev.varve.program;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/// Where a command speaks: data goes to `out`, talk to people goes to `err`.
public record Terminal(PrintStream out, PrintStream err) {
  /// The process's own streams, in UTF-8 whatever the locale says.
  public static Terminal ofProcess() {
    return new Terminal(stream(FileDescriptor.out), stream(FileDescriptor.err));
  }

  private static PrintStream stream(FileDescriptor descriptor) {
    return new PrintStream(new FileOutputStream(descriptor), true, StandardCharsets.UTF_8);
  }

  /// A line for people.
  public void say(String line) {
    err.println(line);
  }

  /// A line of data.
  public void print(String line) {
    out.println(line);
  }
}
