package dev.varve.store.filter;

import dev.varve.base.json.Json;
import dev.varve.base.json.JsonLimits;
import dev.varve.base.json.JsonReader;
import java.nio.charset.StandardCharsets;

/// A document as the engine holds it: its version and the bytes of its JSON. A row and its bytes
/// belong to whoever gave them and may be overwritten when the next row is asked for.
public interface Row extends Meta {
  /// The array the JSON text is in. It must be valid; canonical form is not needed.
  byte[] bytes();

  /// Where the text starts in [#bytes].
  int start();

  /// Where the text ends in [#bytes], not included.
  int end();

  /// The document as a tree.
  default Json json() {
    return JsonReader.read(bytes(), start(), end(), JsonLimits.DEFAULT);
  }

  /// A row that holds its own bytes.
  final class Held implements Row {
    private final String key;
    private final long seq;
    private final long timeMillis;
    private final String author;
    private final byte[] bytes;

    /// @param bytes not copied
    public Held(String key, long seq, long timeMillis, String author, byte[] bytes) {
      this.key = key;
      this.seq = seq;
      this.timeMillis = timeMillis;
      this.author = author;
      this.bytes = bytes;
    }

    @Override
    public String key() {
      return key;
    }

    @Override
    public long seq() {
      return seq;
    }

    @Override
    public long timeMillis() {
      return timeMillis;
    }

    @Override
    public String author() {
      return author;
    }

    @Override
    public byte[] bytes() {
      return bytes;
    }

    @Override
    public int start() {
      return 0;
    }

    @Override
    public int end() {
      return bytes.length;
    }

    @Override
    public String toString() {
      return key
          + "@"
          + Long.toUnsignedString(seq)
          + " "
          + new String(bytes, StandardCharsets.UTF_8);
    }
  }
}
