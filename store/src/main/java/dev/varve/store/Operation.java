package dev.varve.store;

import dev.varve.base.json.CanonicalJson;
import dev.varve.base.json.Json;
import dev.varve.store.diff.JsonPatch;
import java.math.BigDecimal;

/// One change of a transaction.
public sealed interface Operation {
  String namespace();

  String key();

  /// Makes `document` the key's value.
  record Put(String namespace, String key, CanonicalJson document) implements Operation {
    public Put(String namespace, String key, Json value) {
      this(namespace, key, CanonicalJson.of(value));
    }

    /// The value.
    public Json value() {
      return document.json();
    }
  }

  /// Changes the value by RFC 6902. A patch that does not fit the value is a conflict.
  record Patch(String namespace, String key, JsonPatch patch) implements Operation {}

  /// Changes the value by RFC 7396; a key without a value is treated as an empty one.
  record MergePatch(String namespace, String key, Json patch) implements Operation {}

  /// Leaves a tombstone. Deleting a key that holds no value is refused with a conflict.
  record Delete(String namespace, String key) implements Operation {}

  /// Adds to a number, exactly. A key or field that is missing counts as 0.
  ///
  /// @param path as in queries: `a.b[0]`; empty when the value itself is the number
  record Increment(String namespace, String key, String path, BigDecimal by) implements Operation {}

  /// Deletes a key and erases all its values, for good. The ids and the chain of its versions stay,
  /// and so do backups made before.
  record Erase(String namespace, String key) implements Operation {}

  /// Makes the value of an earlier version of the key current again; brings deleted keys back.
  record Revert(String namespace, String key, long toSeq) implements Operation {}
}
