package dev.varve.store.txn;

import dev.varve.base.Digest;
import dev.varve.store.record.Entry;
import dev.varve.store.record.RecordLayout;
import dev.varve.store.version.Hashes;
import java.util.List;

/// What a record is to hold.
///
/// @param bytes the canonical value, or the cids of its pieces; empty without a value
/// @param whole bytes of the value, when it is in pieces; else 0
/// @param cid of the value
/// @param pieces that have to be there, too; none for a value that was there before
@SuppressWarnings("ArrayRecordComponent") // passed on, never compared
record Held(byte[] bytes, int whole, Digest cid, List<Pieces.Piece> pieces) {
  static final Held NOTHING = new Held(new byte[0], 0, Digest.NONE, List.of());

  static Held of(byte[] canonical) {
    Digest cid = Hashes.cid(canonical);
    if (canonical.length <= RecordLayout.VALUE_MAX) {
      return new Held(canonical, 0, cid, List.of());
    }
    List<Pieces.Piece> pieces = Pieces.cut(canonical);
    return new Held(Pieces.names(pieces), canonical.length, cid, pieces);
  }

  /// The same value as that of a version.
  static Held of(Entry entry) {
    return new Held(entry.value(), entry.isChunked() ? entry.size() : 0, entry.cid(), List.of());
  }

  int size() {
    return whole == 0 ? bytes.length : whole;
  }

  int flags() {
    return whole == 0 ? 0 : RecordLayout.CHUNKED;
  }
}
