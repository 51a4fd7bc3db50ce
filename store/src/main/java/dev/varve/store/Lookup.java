package dev.varve.store;

import java.util.Optional;

/// What stood under a key at some point.
public sealed interface Lookup {
  /// A version with a value, or whose value was erased.
  record Found(Version version) implements Lookup {}

  /// The key had been deleted by this version.
  record Deleted(Version tombstone) implements Lookup {}

  /// The key had never been written, or the namespace did not exist.
  record Absent() implements Lookup {}

  /// Retention has removed what would be the answer.
  ///
  /// @param oldest `seq` of the key's oldest version that is still there
  record Compacted(long oldest) implements Lookup {}

  /// The version found.
  default Optional<Version> found() {
    return this instanceof Found found ? Optional.of(found.version()) : Optional.empty();
  }
}
