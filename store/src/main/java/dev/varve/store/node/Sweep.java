package dev.varve.store.node;

import dev.varve.base.Digest;
import dev.varve.store.Operation;
import dev.varve.store.Transaction;
import dev.varve.store.engine.Engine;
import dev.varve.store.record.Chain;
import dev.varve.store.record.Entry;
import dev.varve.store.record.Unpacking;
import dev.varve.store.txn.Decision;
import dev.varve.store.txn.Pieces;
import dev.varve.store.txn.Request;
import dev.varve.store.txn.Space;
import dev.varve.store.txn.Spaces;
import dev.varve.store.txn.Writer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/// Lets go of pieces of large values that no version names any more. Looks at the head of every
/// record. What is named while it looks stays: the writer watches for that.
///
/// To be run while the engine is undisturbed.
final class Sweep {
  private static final int TOGETHER = 256;

  private final Engine engine;
  private final Spaces spaces;
  private final Committer committer;
  private final Writer writer;

  Sweep(Engine engine, Spaces spaces, Committer committer, Writer writer) {
    this.engine = engine;
    this.spaces = spaces;
    this.committer = committer;
    this.writer = writer;
  }

  /// Deletes all pieces that nothing names; compaction then takes them. Returns how many.
  int delete() {
    return sweep(all(), key -> new Operation.Delete(Spaces.CHUNKS, key)).size();
  }

  /// Erases all pieces that nothing names.
  void erase() throws IOException {
    erase(all());
  }

  /// Erases those of the pieces that nothing names.
  void erase(Set<Digest> candidates) throws IOException {
    for (long seq : sweep(candidates, key -> new Operation.Erase(Spaces.CHUNKS, key))) {
      engine.erase(seq);
    }
  }

  /// The pieces that versions of a key name.
  Set<Digest> namedBy(String namespace, byte[] key) {
    Space space = spaces.find(namespace);
    var named = new HashSet<Digest>();
    Entry at = space == null ? null : engine.head(space.id(), key);
    for (; at != null; at = Chain.older(at, engine)) {
      if (at.hasValue() && at.isChunked()) {
        named.addAll(Pieces.named(at.value()));
      }
    }
    return named;
  }

  private Set<Digest> all() {
    Space space = spaces.find(Spaces.CHUNKS);
    var pieces = new HashSet<Digest>();
    byte[] from = {};
    while (space != null) {
      List<byte[]> keys = engine.keysFrom(space.id(), from, TOGETHER);
      if (keys.isEmpty()) {
        break;
      }
      for (byte[] key : keys) {
        Entry head = engine.head(space.id(), key);
        if (head != null && head.hasValue()) {
          pieces.add(Digest.parse(new String(key, StandardCharsets.US_ASCII)));
        }
      }
      from = Arrays.copyOf(keys.getLast(), keys.getLast().length + 1);
    }
    return pieces;
  }

  /// Returns where the operations on those that nothing names are.
  private List<Long> sweep(Set<Digest> candidates, Function<String, Operation> operation) {
    if (candidates.isEmpty()) {
      return List.of();
    }
    committer.exclusively(() -> writer.keepNamed(true));
    try {
      var unnamed = new HashSet<>(candidates);
      removeNamed(unnamed);
      return commit(List.copyOf(unnamed), operation);
    } finally {
      committer.exclusively(() -> writer.keepNamed(false));
    }
  }

  private void removeNamed(Set<Digest> pieces) {
    var unpacking = new Unpacking();
    long last = writer.visible();
    for (long seq = engine.next(1); seq != 0 && seq <= last; seq = engine.next(seq + 1)) {
      Entry entry = engine.entry(seq);
      if (entry != null && entry.isChunked() && entry.hasValue()) {
        Pieces.named(entry.value(unpacking)).forEach(pieces::remove);
      }
    }
  }

  /// One that was named in the meantime is in the way of its own transaction only.
  private List<Long> commit(List<Digest> pieces, Function<String, Operation> operation) {
    var done = new ArrayList<Long>();
    for (int from = 0; from < pieces.size(); from += TOGETHER) {
      var requests = new ArrayList<Request>();
      for (Digest piece : pieces.subList(from, Math.min(from + TOGETHER, pieces.size()))) {
        requests.add(Request.ofSystem(Transaction.of(operation.apply(piece.hex()))));
      }
      for (Decision decision : committer.commitAll(requests)) {
        if (decision instanceof Decision.Accepted accepted) {
          done.add(accepted.firstSeq());
        }
      }
    }
    return done;
  }
}
