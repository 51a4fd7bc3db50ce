package dev.varve.http.h3;

import dev.varve.http.Request;
import dev.varve.http.hpack.FieldSection;
import dev.varve.http.hpack.HpackFuzz;
import dev.varve.http.stream.HeadReader;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.Arrays;

/// Any octets on a stream of a request of HTTP/3: frames and sections are read within bounds or
/// refused, the same in whatever pieces they come, and what passes as a head is fit for HTTP/1.1.
public final class QpackFuzz {
  private static final int SECTION_MOST = 2_048;

  private QpackFuzz() {}

  /// Called by Jazzer.
  public static void fuzzerTestOneInput(byte[] input) {
    String whole = read(input, input.length);
    for (int piece : new int[] {1, 7}) {
      String torn = read(input, piece);
      if (!torn.equals(whole)) {
        throw new AssertionError("in one piece:\n" + whole + "\nof " + piece + ":\n" + torn);
      }
    }
    section(input, input.length);
  }

  private static String read(byte[] input, int piece) {
    var notes = new Notes();
    var reader = new FrameReader(notes);
    try {
      for (int from = 0; from < input.length; from += piece) {
        ByteBuf in = Unpooled.wrappedBuffer(input, from, Math.min(piece, input.length - from));
        boolean taken = reader.read(in);
        while (!taken) {
          taken = reader.read(in);
        }
      }
    } catch (H3Exception refused) {
      notes.text.append(refused.code()).append(' ').append(refused.reason());
    }
    return notes.text.toString();
  }

  private static String section(byte[] payload, int length) {
    var decoder = new QpackDecoder(new FieldSection(SECTION_MOST, 32));
    var request = new Request();
    try {
      decoder.begin(Arrays.copyOf(payload, length), length);
      String defect = new HeadReader().request(decoder, request, true);
      if (defect == null && decoder.excess().isEmpty()) {
        HpackFuzz.writable(request.fields());
      }
      return defect == null ? request + "\n" + request.fields() : defect;
    } catch (H3Exception refused) {
      return refused.code() + " " + refused.reason();
    }
  }

  /// Writes down what it is told; takes data the second time it is offered.
  private static final class Notes implements FrameReader.Sink {
    private final StringBuilder text = new StringBuilder();
    private boolean refused;

    @Override
    public int frame(long type, long length) {
      text.append('[').append(type).append(' ').append(length).append(']');
      return type == FrameType.DATA
          ? FrameReader.PASS
          : type == FrameType.HEADERS ? SECTION_MOST : FrameReader.SKIP;
    }

    @Override
    public boolean data(ByteBuf in, int octets) {
      refused = !refused;
      if (refused) {
        return false;
      }
      in.skipBytes(octets);
      return true;
    }

    @Override
    public void complete(long type, byte[] payload, int length) {
      text.append(section(payload, length)).append('\n');
    }
  }
}
