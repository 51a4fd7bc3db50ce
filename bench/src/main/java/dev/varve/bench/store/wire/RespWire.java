package dev.varve.bench.store.wire;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.function.Supplier;

/// Commands of Redis that are answered by one line or one bulk string.
public final class RespWire implements Wire {
  private final Supplier<byte[]> commands;

  public RespWire(Supplier<byte[]> commands) {
    this.commands = commands;
  }

  /// A command with its arguments.
  public static byte[] command(byte[]... words) {
    ByteBuffer out = ByteBuffer.allocate(8192);
    out.put(("*" + words.length + "\r\n").getBytes(StandardCharsets.US_ASCII));
    for (byte[] word : words) {
      out.put(("$" + word.length + "\r\n").getBytes(StandardCharsets.US_ASCII));
      out.put(word).put((byte) '\r').put((byte) '\n');
    }
    var command = new byte[out.position()];
    out.flip().get(command);
    return command;
  }

  @Override
  public ByteBuffer hello() {
    return ByteBuffer.allocate(0);
  }

  @Override
  public void ask(ByteBuffer out) {
    out.put(commands.get());
  }

  @Override
  public int take(ByteBuffer in, ByteBuffer out) {
    int answers = 0;
    while (true) {
      int end = lineEnd(in);
      if (end == 0) {
        return answers;
      }
      byte kind = in.get(in.position());
      if (kind == '-') {
        throw new IllegalStateException("Redis must accept, but refuses");
      }
      int whole = kind == '$' ? end + Math.max(-2, length(in)) + 2 : end;
      if (whole > in.limit()) {
        return answers;
      }
      in.position(whole);
      answers++;
    }
  }

  private static int lineEnd(ByteBuffer in) {
    for (int at = in.position(); at + 1 < in.limit(); at++) {
      if (in.get(at) == '\r' && in.get(at + 1) == '\n') {
        return at + 2;
      }
    }
    return 0;
  }

  private static int length(ByteBuffer in) {
    int number = 0;
    for (int at = in.position() + 1; in.get(at) != '\r'; at++) {
      if (in.get(at) == '-') {
        return -2;
      }
      number = 10 * number + in.get(at) - '0';
    }
    return number;
  }
}
