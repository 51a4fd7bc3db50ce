package dev.varve.program.database;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/// Takes JSON without white space and writes it as people read it, as it comes: whatever its size,
/// nothing is held. The same form as [dev.varve.base.json.Json#pretty].
///
/// Closing ends the last line and leaves what it writes to open.
final class IndentedOutput extends OutputStream {
  private static final byte[] STEP = "  ".getBytes(StandardCharsets.US_ASCII);

  private final OutputStream out;
  private int depth;
  private boolean inText;
  private boolean escaped;

  /// Whether the last sign opened an object or array, of which nothing came yet.
  private boolean opened;

  IndentedOutput(OutputStream out) {
    this.out = out;
  }

  @Override
  public void write(int sign) throws IOException {
    if (inText) {
      out.write(sign);
      inText = escaped || sign != '"';
      escaped = !escaped && sign == '\\';
      return;
    }
    boolean closes = sign == '}' || sign == ']';
    if (opened && !closes) {
      line();
    }
    if (closes) {
      depth--;
      if (!opened) {
        line();
      }
    }
    out.write(sign);
    opened = sign == '{' || sign == '[';
    switch (sign) {
      case '{', '[' -> depth++;
      case ',' -> line();
      case ':' -> out.write(' ');
      default -> inText = sign == '"';
    }
  }

  @Override
  public void write(byte[] bytes, int from, int count) throws IOException {
    for (int i = from; i < from + count; i++) {
      write(bytes[i]);
    }
  }

  private void line() throws IOException {
    out.write('\n');
    for (int i = 0; i < depth; i++) {
      out.write(STEP);
    }
  }

  @Override
  public void flush() throws IOException {
    out.flush();
  }

  @Override
  public void close() throws IOException {
    out.write('\n');
    out.flush();
  }
}
