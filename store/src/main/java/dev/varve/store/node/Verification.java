package dev.varve.store.node;

import dev.varve.base.Digest;
import dev.varve.base.Failure;
import dev.varve.base.Problem;
import dev.varve.store.engine.Engine;
import dev.varve.store.problem.StoreCode;
import dev.varve.store.record.Chain;
import dev.varve.store.record.Draft;
import dev.varve.store.record.Entry;
import dev.varve.store.record.Unpacking;
import dev.varve.store.txn.Pieces;
import dev.varve.store.txn.Space;
import dev.varve.store.txn.Spaces;
import dev.varve.store.version.Hashes;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// Checks everything that can be checked: checksums, ids, chains and the index.
final class Verification {
  private static final int PROBLEMS_MAX = 100;

  private final Engine engine;
  private final Spaces spaces;
  private final Hashes hashes = new Hashes();
  private final Unpacking unpacking = new Unpacking();
  private final Pieces pieces;
  private final List<Problem> problems = new ArrayList<>();

  Verification(Engine engine, Spaces spaces) {
    this.engine = engine;
    this.spaces = spaces;
    this.pieces = new Pieces(engine, spaces);
  }

  /// What is wrong up to a position; at most a hundred problems.
  List<Problem> run(long upTo) {
    for (long seq = engine.next(1); seq != 0 && seq <= upTo; seq = engine.next(seq + 1)) {
      if (problems.size() >= PROBLEMS_MAX) {
        break;
      }
      check(seq);
    }
    return problems;
  }

  private void check(long seq) {
    Entry entry = engine.isIntact(seq) ? engine.entry(seq) : null;
    if (entry == null) {
      problem(seq, "must match its checksum, but does not");
      return;
    }
    if (entry.hasValue() && !holdsItsValue(entry)) {
      problem(seq, "must hold the value its cid names, but does not");
    }
    if (!vid(entry).equals(entry.vid())) {
      problem(seq, "must have the vid its fields give, but has not");
    }
    try {
      checkLinks(seq, entry);
    } catch (Failure _) {
      return; // a neighbour is damaged, which is told where that stands
    }
  }

  private void checkLinks(long seq, Entry entry) {
    Entry older = Chain.older(entry, engine);
    if (older != null && older.seq() == entry.previous() && !older.vid().equals(entry.parent())) {
      problem(seq, "must name the version before it as its parent, but does not");
    }
    Entry head = engine.head(entry.namespace(), entry.key());
    if (head == null || head.seq() < seq) {
      problem(seq, "must be found by the index, but is not");
    }
  }

  private boolean holdsItsValue(Entry entry) {
    try {
      byte[] value = entry.isChunked() ? pieces.value(entry) : entry.value(unpacking);
      return Hashes.cid(value).equals(entry.cid());
    } catch (Failure _) {
      return false; // packed, and the block cannot be read; or a piece is missing
    }
  }

  private Digest vid(Entry entry) {
    Space space = spaces.byId(entry.namespace());
    var draft =
        new Draft(
            entry.namespace(),
            entry.key(),
            entry.action(),
            new byte[0],
            0,
            entry.flags(),
            entry.cid(),
            entry.author().getBytes(StandardCharsets.UTF_8),
            entry.message().getBytes(StandardCharsets.UTF_8));
    return hashes.vid(space.nameBytes(), draft, entry.parents(), entry.time());
  }

  private void problem(long seq, String rule) {
    problems.add(
        new Problem(
            StoreCode.DAMAGED,
            engine.place(seq),
            "version " + seq + " " + rule,
            "restore it from a backup"));
  }
}
