package dev.varve.program;

import java.io.Console;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.function.BooleanSupplier;

/// Where a command speaks and listens: data goes to `out`, talk to people goes to `err`.
///
/// @param in what is typed or piped
/// @param typed whether a person types it; asked only by who reads, since the JDK's answer takes 5
///   ms
public record Terminal(InputStream in, PrintStream out, PrintStream err, BooleanSupplier typed) {
  /// One that nobody types at.
  public Terminal(PrintStream out, PrintStream err) {
    this(InputStream.nullInputStream(), out, err, () -> false);
  }

  /// The process's own streams, in UTF-8 whatever the locale says.
  public static Terminal ofProcess() {
    return new Terminal(
        new FileInputStream(FileDescriptor.in),
        stream(FileDescriptor.out),
        stream(FileDescriptor.err),
        Terminal::isTyped);
  }

  @SuppressWarnings("SystemConsoleNull") // since JDK 25 it is null again when nobody types
  private static boolean isTyped() {
    Console console = System.console();
    return console != null && console.isTerminal();
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
