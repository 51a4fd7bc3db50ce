package dev.varve.store;

/// What a backup holds.
///
/// @param after positions up to here are in the backups before; 0 for a full one
/// @param upTo the last position in it: the next incremental backup is after this
/// @param versions how many versions it holds
public record Backup(long after, long upTo, long versions) {}
