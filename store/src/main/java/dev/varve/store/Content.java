package dev.varve.store;

import dev.varve.base.Digest;
import dev.varve.base.json.Json;
import dev.varve.base.json.JsonLimits;
import dev.varve.base.json.JsonReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;

/// What a version holds.
public sealed interface Content {
  /// A JSON value.
  sealed interface Value extends Content {
    /// Depth and numbers were checked when the value came in; stored values are read back without
    /// meeting a limit again.
    JsonLimits STORED = new JsonLimits(512, 4096, 99_999);

    /// How many canonical bytes there are.
    int length();

    /// Canonical UTF-8; shared, not to be changed.
    byte[] bytes();

    /// Writes the canonical bytes, a piece at a time.
    void writeTo(OutputStream out) throws IOException;

    /// Parses anew at each call.
    default Json json() {
      byte[] all = bytes();
      return JsonReader.read(all, 0, all.length, STORED);
    }
  }

  /// A JSON value, kept as its canonical bytes and parsed when asked.
  ///
  /// @param bytes canonical UTF-8; shared, not to be changed
  @SuppressWarnings("ArrayRecordComponent") // compared by content below
  record Document(byte[] bytes) implements Value {
    @Override
    public int length() {
      return bytes.length;
    }

    @Override
    public void writeTo(OutputStream out) throws IOException {
      out.write(bytes);
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Document document && Arrays.equals(bytes, document.bytes);
    }

    @Override
    public int hashCode() {
      return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
      return new String(bytes, java.nio.charset.StandardCharsets.UTF_8);
    }
  }

  /// A JSON value of more than 1 MiB. It stays in the store's pieces until it is asked for, and is
  /// not there any more when retention or erasing took the version in the meantime.
  ///
  /// @param cid of the value
  /// @param length in canonical bytes
  /// @param pieces gives the bytes
  record Large(Digest cid, int length, Pieces pieces) implements Value {
    @Override
    public byte[] bytes() {
      var out = new ByteArrayOutputStream(length);
      try {
        pieces.writeTo(out);
      } catch (IOException e) {
        throw new UncheckedIOException("memory takes all bytes", e);
      }
      return out.toByteArray();
    }

    @Override
    public void writeTo(OutputStream out) throws IOException {
      pieces.writeTo(out);
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Large large && cid.equals(large.cid);
    }

    @Override
    public int hashCode() {
      return cid.hashCode();
    }

    @Override
    public String toString() {
      return length + " bytes of " + cid;
    }
  }

  /// The pieces of a large value, one after the other.
  @FunctionalInterface
  interface Pieces {
    /// @throws dev.varve.base.Failure when they are not there any more
    void writeTo(OutputStream out) throws IOException;
  }

  /// The key was deleted by this version.
  record Tombstone() implements Content {}

  /// The value was erased for good; ids and the chain remain.
  record Erased() implements Content {}
}
