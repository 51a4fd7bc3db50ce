package dev.varve.program.database;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;

/// What a command prints, for answers of any size: fails when nobody reads any more, which a
/// [PrintStream] keeps to itself. Closing leaves it open.
public final class Printed extends OutputStream {
  private final PrintStream out;

  public Printed(PrintStream out) {
    this.out = out;
  }

  @Override
  public void write(int each) throws IOException {
    write(new byte[] {(byte) each}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int from, int count) throws IOException {
    out.write(bytes, from, count);
    flush();
  }

  @Override
  public void flush() throws IOException {
    if (out.checkError()) {
      throw new IOException("nobody reads what is printed");
    }
  }
}
