package dev.varve.store.engine;

/// What retention has removed of a namespace.
///
/// @param through the newest position removed
/// @param versions how many
/// @param bytes keys and values of them
/// @param keys of which no version is left
public record Removed(int namespace, long through, long versions, long bytes, long keys) {
  /// Both together.
  public Removed and(Removed other) {
    return new Removed(
        namespace,
        Math.max(through, other.through),
        versions + other.versions,
        bytes + other.bytes,
        keys + other.keys);
  }

  /// What came on top of an earlier count.
  public Removed minus(Removed before) {
    return new Removed(
        namespace, through, versions - before.versions, bytes - before.bytes, keys - before.keys);
  }
}
