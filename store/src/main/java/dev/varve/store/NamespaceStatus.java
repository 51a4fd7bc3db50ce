package dev.varve.store;

/// A namespace and what it holds.
///
/// @param documents keys that hold a value
/// @param keys keys that have versions, deleted ones included
/// @param versions versions that are kept
/// @param bytes keys and values of the versions that are kept
public record NamespaceStatus(
    String name, NamespaceConfig config, long documents, long keys, long versions, long bytes) {
  /// What a namespace takes on the disk.
  ///
  /// @param documents keys that hold a value
  /// @param versions those still there, deletions included
  /// @param liveBytes records of the documents as they are now
  /// @param diskBytes records of all versions that are still there
  public record Usage(String name, long documents, long versions, long liveBytes, long diskBytes) {}
}
