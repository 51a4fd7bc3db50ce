package dev.varve.store;

import dev.varve.base.json.Json;
import dev.varve.base.json.JsonLimits;
import dev.varve.base.json.JsonReader;
import java.util.Arrays;

/// What a version holds.
public sealed interface Content {
  /// A JSON value, kept as its canonical bytes and parsed when asked.
  ///
  /// @param bytes canonical UTF-8; shared, not to be changed
  @SuppressWarnings("ArrayRecordComponent") // compared by content below
  record Document(byte[] bytes) implements Content {
    /// Depth and numbers were checked when the value came in; stored values are read back without
    /// meeting a limit again.
    private static final JsonLimits STORED = new JsonLimits(512, 4096, 99_999);

    /// Parses anew at each call.
    public Json json() {
      return JsonReader.read(bytes, 0, bytes.length, STORED);
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

  /// The key was deleted by this version.
  record Tombstone() implements Content {}

  /// The value was erased for good; ids and the chain remain.
  record Erased() implements Content {}
}
