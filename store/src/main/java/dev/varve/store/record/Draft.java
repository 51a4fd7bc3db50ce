package dev.varve.store.record;

import dev.varve.base.Digest;

/// What a version says about itself, before the log gives it a place.
///
/// @param namespace number of the namespace
/// @param key UTF-8
/// @param action number of the [dev.varve.store.Action]
/// @param value canonical bytes, or the cids of the pieces; empty without a value
/// @param whole bytes of the value, when they are in pieces; else 0
/// @param flags as in [RecordLayout]
/// @param cid id of the value, also of one that was erased
/// @param author UTF-8
/// @param message UTF-8
@SuppressWarnings("ArrayRecordComponent") // passed on, never compared
public record Draft(
    int namespace,
    byte[] key,
    int action,
    byte[] value,
    int whole,
    int flags,
    Digest cid,
    byte[] author,
    byte[] message) {

  public int recordLength() {
    return RecordLayout.align(
        RecordLayout.HEADER + key.length + author.length + message.length + value.length);
  }
}
