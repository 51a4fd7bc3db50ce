package dev.varve.edge;

import com.aayushatharva.brotli4j.Brotli4jLoader;
import com.aayushatharva.brotli4j.decoder.BrotliInputStream;
import com.aayushatharva.brotli4j.encoder.BrotliOutputStream;
import com.aayushatharva.brotli4j.encoder.Encoder;
import com.github.luben.zstd.ZstdInputStream;
import com.github.luben.zstd.ZstdOutputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import java.util.zip.InflaterInputStream;

/// Content codings as others make and read them: the libraries themselves, and none of our code.
final class Packed {
  static {
    Brotli4jLoader.ensureAvailability();
  }

  private Packed() {}

  /// A text under one coding after the other, as in `br, gzip`.
  static byte[] of(String codings, String text) {
    return write(codings, out -> out.write(text.getBytes(StandardCharsets.ISO_8859_1)));
  }

  /// So many mebibytes of nothing.
  static byte[] bomb(String codings, int mebibytes) {
    return write(
        codings,
        out -> {
          var zeros = new byte[1 << 20];
          for (int i = 0; i < mebibytes; i++) {
            out.write(zeros);
          }
        });
  }

  static String text(String coding, byte[] packed) {
    try (InputStream in = unpacking(coding, new ByteArrayInputStream(packed))) {
      return new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private interface Writing {
    void to(OutputStream out) throws IOException;
  }

  private static byte[] write(String codings, Writing writing) {
    var packed = new ByteArrayOutputStream();
    try (OutputStream out = packing(codings, packed)) {
      writing.to(out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return packed.toByteArray();
  }

  private static OutputStream packing(String codings, OutputStream to) throws IOException {
    OutputStream out = new FilterOutputStream(to);
    for (String each : List.of(codings.split(", ")).reversed()) { // the last stands outermost
      out =
          switch (each) {
            case "gzip" -> new GZIPOutputStream(out);
            case "deflate" -> new DeflaterOutputStream(out);
            case "zstd" -> new ZstdOutputStream(out);
            default -> new BrotliOutputStream(out, new Encoder.Parameters().setQuality(4));
          };
    }
    return out;
  }

  private static InputStream unpacking(String coding, InputStream in) throws IOException {
    return switch (coding) {
      case "gzip" -> new GZIPInputStream(in);
      case "deflate" -> new InflaterInputStream(in);
      case "zstd" -> new ZstdInputStream(in);
      case "br" -> new BrotliInputStream(in);
      default -> in;
    };
  }
}
