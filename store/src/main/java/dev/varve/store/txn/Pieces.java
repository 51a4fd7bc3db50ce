package dev.varve.store.txn;

import dev.varve.base.Digest;
import dev.varve.base.Failure;
import dev.varve.store.engine.Records;
import dev.varve.store.problem.StoreCode;
import dev.varve.store.record.Chain;
import dev.varve.store.record.Entry;
import dev.varve.store.version.Hashes;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The pieces of values of more than 1 MiB. A piece is a document of the namespace [Spaces#CHUNKS],
/// under its cid in hexadecimal: values that have a stretch in common share its pieces, whatever
/// their keys and versions.
///
/// Where a value is cut depends on what stands there (a rolling hash over 64 bytes), so that a
/// change moves the cuts around it only. The places are no part of the format.
public final class Pieces {
  private static final int LEAST = 32 << 10;
  private static final int MOST = 512 << 10;

  /// A cut after each 128 KiB of chance.
  private static final int CUT_BITS = 17;

  private static final long[] GEAR = gear();

  /// @param bytes a stretch of a canonical value
  @SuppressWarnings("ArrayRecordComponent") // passed on, never compared
  record Piece(Digest cid, byte[] bytes) {}

  private final Records records;
  private final Spaces spaces;

  public Pieces(Records records, Spaces spaces) {
    this.records = records;
    this.spaces = spaces;
  }

  static List<Piece> cut(byte[] value) {
    var pieces = new ArrayList<Piece>();
    for (int start = 0; start < value.length; ) {
      int end = end(value, start);
      byte[] bytes = Arrays.copyOfRange(value, start, end);
      pieces.add(new Piece(Hashes.cid(bytes), bytes));
      start = end;
    }
    return pieces;
  }

  private static int end(byte[] value, int start) {
    int most = Math.min(value.length, start + MOST);
    long hash = 0;
    for (int at = start + LEAST; at < most; at++) {
      hash = (hash << 1) + GEAR[value[at] & 0xff];
      if (hash >>> (Long.SIZE - CUT_BITS) == 0) {
        return at + 1;
      }
    }
    return most;
  }

  /// Numbers without a pattern, the same in every program (SplitMix64).
  private static long[] gear() {
    var numbers = new long[256];
    long state = 0;
    for (int i = 0; i < numbers.length; i++) {
      state += 0x9e3779b97f4a7c15L;
      long mixed = (state ^ (state >>> 30)) * 0xbf58476d1ce4e5b9L;
      mixed = (mixed ^ (mixed >>> 27)) * 0x94d049bb133111ebL;
      numbers[i] = mixed ^ (mixed >>> 31);
    }
    return numbers;
  }

  static byte[] names(List<Piece> pieces) {
    var names = new byte[pieces.size() * Digest.BYTES];
    for (int i = 0; i < pieces.size(); i++) {
      pieces.get(i).cid().writeTo(names, i * Digest.BYTES);
    }
    return names;
  }

  /// The pieces of a version whose value is in pieces.
  public static List<Digest> named(byte[] names) {
    var cids = new ArrayList<Digest>(names.length / Digest.BYTES);
    for (int at = 0; at < names.length; at += Digest.BYTES) {
      cids.add(Digest.of(names, at));
    }
    return cids;
  }

  static byte[] key(Digest cid) {
    return cid.hex().getBytes(StandardCharsets.US_ASCII);
  }

  /// Gives pieces by their cids.
  interface Source {
    byte @Nullable [] piece(Digest cid);
  }

  /// Puts a value together.
  static byte[] whole(Entry entry, Source source) {
    var whole = new byte[entry.size()];
    int at = 0;
    for (Digest cid : named(entry.value())) {
      byte[] bytes = require(source.piece(cid), cid);
      System.arraycopy(bytes, 0, whole, at, bytes.length);
      at += bytes.length;
    }
    return whole;
  }

  private static byte[] require(byte @Nullable [] piece, Digest cid) {
    if (piece == null) {
      throw new Failure(
          StoreCode.NO_SUCH_VERSION,
          "the value must still be there, but its piece " + cid + " is not",
          "read the latest version; run 'varve db verify' if this is it");
    }
    return piece;
  }

  /// The bytes of a published value, wherever they are.
  public byte[] value(Entry entry) {
    return entry.isChunked() ? whole(entry, this::piece) : entry.value();
  }

  /// Writes the pieces one after the other; each is read when it is its turn.
  void writeTo(byte[] names, OutputStream out) throws IOException {
    for (Digest cid : named(names)) {
      out.write(require(piece(cid), cid));
    }
  }

  /// A published piece; null when there is none. Any version of it will do, since they are equal.
  byte @Nullable [] piece(Digest cid) {
    Space space = spaces.find(Spaces.CHUNKS);
    byte[] key = key(cid);
    while (space != null) {
      long before = records.replacements();
      try {
        Entry at = records.head(space.id(), key);
        while (at != null && !at.hasValue()) {
          at = Chain.older(at, records);
        }
        return at == null ? null : at.value();
      } catch (IllegalStateException e) {
        if (records.replacements() == before) {
          throw new Failure(StoreCode.CLOSED, "the store must be open, but is closed", "");
        }
      }
    }
    return null;
  }
}
