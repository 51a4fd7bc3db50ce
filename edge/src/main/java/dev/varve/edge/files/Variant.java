package dev.varve.edge.files;

import dev.varve.http.Fields;
import java.nio.ByteBuffer;
import java.util.List;

/// One representation of a resource: the file itself or a compressed sibling.
///
/// @param names of the file beneath its root
/// @param tag its entity tag, in quotes
/// @param bytes all of it, or none when it is too large to be kept in memory
/// @param fields ready for an answer of 200; not to be changed
record Variant(
    Coding coding,
    List<String> names,
    Folder.Facts facts,
    String tag,
    Content bytes,
    Fields fields) {
  long length() {
    return facts.size();
  }

  /// The bytes of a small file, or the statement that they are on disk.
  sealed interface Content {
    /// @param bytes nobody changes them
    record InMemory(Bytes bytes) implements Content {}

    record OnDisk() implements Content {}
  }

  /// Bytes that are compared by identity, which is all that is wanted here.
  static final class Bytes {
    private final ByteBuffer buffer;

    /// @param buffer direct, so that it is sent as it is
    Bytes(ByteBuffer buffer) {
      this.buffer = buffer;
    }

    ByteBuffer buffer() {
      return buffer;
    }
  }
}
