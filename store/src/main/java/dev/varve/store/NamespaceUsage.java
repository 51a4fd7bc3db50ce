package dev.varve.store;

/// What a namespace takes on the disk.
///
/// @param documents keys that hold a value
/// @param versions those still there, deletions included
/// @param liveBytes records of the documents as they are now
/// @param diskBytes records of all versions that are still there
public record NamespaceUsage(
    String name, long documents, long versions, long liveBytes, long diskBytes) {}
