package dev.varve.store;

import dev.varve.base.Check;

/// A name for a position. As long as it stands, retention keeps every version that is current at
/// that position, so that [At#seq] of it has its true answer.
///
/// @param name 1 to 1,024 bytes of UTF-8
/// @param namespace which one's versions it keeps; empty for all
/// @param seq the position
public record Tag(String name, String namespace, long seq) {
  public Tag {
    Check.within("tag.seq", seq, 1L, Long.MAX_VALUE);
  }
}
