package dev.varve.http.h3;

import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.testkit.Gen;
import dev.varve.testkit.Property;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/// RFC 9114 section 7.1, in pieces of any size.
class FrameReaderTest {
  private static final byte[] FRAMES =
      H3Bytes.join(
          H3Bytes.frame(1, "head".getBytes(StandardCharsets.US_ASCII)),
          H3Bytes.frame(0x1234, new byte[300]),
          H3Bytes.data("some data"),
          H3Bytes.data(""),
          H3Bytes.frame(0x3fff_ffffL, new byte[1]),
          H3Bytes.frame(1),
          H3Bytes.data("x".repeat(100)));
  private static final String READ = "[1 head][0 some data][1 ][0 " + "x".repeat(100) + "]";

  /// Writes down what it is told; data of one frame is one text.
  private static final class Notes implements FrameReader.Sink {
    private final StringBuilder text = new StringBuilder();
    private boolean inData;

    @Override
    public int frame(long type, long length) {
      endData();
      return type == 1 ? 1_000 : type == 0 ? FrameReader.PASS : FrameReader.SKIP;
    }

    @Override
    public boolean data(ByteBuf in, int octets) {
      text.append(inData ? "" : "[0 ")
          .append(in.readCharSequence(octets, StandardCharsets.US_ASCII));
      inData = true;
      return true;
    }

    @Override
    public void complete(long type, byte[] payload, int length) {
      text.append('[').append(type).append(' ');
      text.append(new String(payload, 0, length, StandardCharsets.US_ASCII)).append(']');
    }

    private void endData() {
      text.append(inData ? "]" : "");
      inData = false;
    }

    String read() {
      endData();
      return text.toString();
    }
  }

  @Test
  void readsFramesTornAtEveryPlace() throws H3Exception {
    for (int place = 0; place <= FRAMES.length; place++) {
      var notes = new Notes();
      var reader = new FrameReader(notes);
      reader.read(Unpooled.wrappedBuffer(FRAMES, 0, place));
      reader.read(Unpooled.wrappedBuffer(FRAMES, place, FRAMES.length - place));
      assertThat(notes.read()).as("torn at " + place).isEqualTo(READ);
      assertThat(reader.isBetweenFrames()).isTrue();
    }
  }

  @Test
  void readsFramesOctetByOctet() throws H3Exception {
    var notes = new Notes();
    var reader = new FrameReader(notes);
    for (byte each : FRAMES) {
      reader.read(Unpooled.wrappedBuffer(new byte[] {each}));
    }
    assertThat(notes.read()).isEqualTo(READ);
  }

  @Test
  void survivesHostileOctets() {
    Property.of(Gen.bytes(300))
        .runs(20_000)
        .holds(octets -> {
          try {
            new FrameReader(new Notes()).read(Unpooled.wrappedBuffer(octets));
          } catch (H3Exception refused) {
            assertThat(refused.code()).isEqualTo(ErrorCode.H3_EXCESSIVE_LOAD);
          }
        });
  }
}
