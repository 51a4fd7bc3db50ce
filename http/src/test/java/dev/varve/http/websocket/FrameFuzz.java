package dev.varve.http.websocket;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.varve.http.fuzz.Pieces;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;

/// Any bytes as frames of WebSocket: the same messages whatever packets they come in, all text
/// valid and all of it within bounds. The lowest bits of the first byte say whether they are masked
/// and whether compression was agreed on.
public final class FrameFuzz {
  private static final int MESSAGE_MOST = 64 * 1024;

  private FrameFuzz() {}

  /// Called by Jazzer.
  public static void fuzzerTestOneInput(byte[] input) {
    if (input.length > 0) {
      byte[] frames = Arrays.copyOfRange(input, 1, input.length);
      Pieces.same(read(input[0], Pieces.whole(frames)), read(input[0], Pieces.torn(frames)));
    }
  }

  private static String read(int options, List<ByteBuffer> pieces) {
    var notes = new Notes();
    boolean compression = (options & 2) != 0;
    try (MessageInflater inflater = compression ? new MessageInflater((options & 4) != 0) : null) {
      var messages = new MessageReader(notes, MESSAGE_MOST, inflater);
      var reader = new FrameReader(messages, (options & 1) != 0, compression, new byte[64]);
      for (ByteBuffer each : pieces) {
        reader.read(each);
      }
    } catch (ProtocolException refused) {
      notes.log.append("refused ").append(refused.code());
    }
    return notes.log.toString();
  }

  private static final class Notes implements MessageReader.Sink {
    private final StringBuilder log = new StringBuilder();

    @Override
    public void text(String message) {
      if (!new String(message.getBytes(UTF_8), UTF_8).equals(message)) {
        throw new AssertionError("text must be UTF-8");
      }
      bound(message.length());
      log.append(message).append('\n');
    }

    @Override
    public void binary(byte[] bytes, int length) {
      bound(length);
      log.append(Arrays.hashCode(Arrays.copyOf(bytes, length))).append('\n');
    }

    private static void bound(int length) {
      if (length > MESSAGE_MOST) {
        throw new AssertionError("message of " + length + " bytes");
      }
    }

    @Override
    public void ping(byte[] payload, int length) {
      log.append("ping ").append(length).append('\n');
    }

    @Override
    public void pong() {
      log.append("pong\n");
    }

    @Override
    public void close(int code, String reason) {
      log.append("close ").append(code).append(' ').append(reason).append('\n');
    }
  }
}
