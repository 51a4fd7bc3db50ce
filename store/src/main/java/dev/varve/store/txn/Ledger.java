package dev.varve.store.txn;

import dev.varve.store.engine.Engine;
import dev.varve.store.record.Chain;
import dev.varve.store.record.Entry;
import dev.varve.store.record.Group;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The state transactions are decided on: what is published, and over it what the group under way
/// has written so far. Used by the writer only.
final class Ledger implements Chain.Lookup {
  private final Engine engine;
  private final Group group;
  private final Map<KeyName, Entry> heads = new HashMap<>();
  private final List<Entry> pending = new ArrayList<>();
  private final List<Undo> undo = new ArrayList<>();

  /// What to put back when the transaction under way is dropped.
  private record Undo(KeyName key, @Nullable Entry head) {}

  private static final class KeyName {
    private final int namespace;
    private final byte[] key;
    private final int hash;

    KeyName(int namespace, byte[] key) {
      this.namespace = namespace;
      this.key = key;
      this.hash = 31 * Arrays.hashCode(key) + namespace;
    }

    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof KeyName name
          && name.namespace == namespace
          && Arrays.equals(name.key, key);
    }

    @Override
    public int hashCode() {
      return hash;
    }
  }

  Ledger(Engine engine, Group group) {
    this.engine = engine;
    this.group = group;
  }

  /// The position of the next record.
  long nextSeq() {
    return engine.last() + pending.size() + 1;
  }

  /// The key's latest version, or null.
  @Nullable Entry head(int namespace, byte[] key) {
    if (!pending.isEmpty()) {
      Entry written = heads.get(new KeyName(namespace, key));
      if (written != null) {
        return written;
      }
    }
    return engine.head(namespace, key);
  }

  @Override
  public @Nullable Entry entry(long seq) {
    long ahead = seq - engine.last();
    return ahead > 0
        ? (ahead <= pending.size() ? pending.get((int) ahead - 1) : null)
        : engine.entry(seq);
  }

  void added(int namespace, byte[] key, Entry record) {
    pending.add(record);
    var name = new KeyName(namespace, key);
    undo.add(new Undo(name, heads.put(name, record)));
  }

  int closeTransaction() {
    undo.clear();
    return group.closeTransaction();
  }

  void dropTransaction() {
    while (!undo.isEmpty()) {
      Undo last = undo.removeLast();
      pending.removeLast();
      if (last.head == null) {
        heads.remove(last.key);
      } else {
        heads.put(last.key, last.head);
      }
    }
    group.dropTransaction();
  }

  List<Entry> pending() {
    return pending;
  }

  /// The group is in the log and the index.
  void published() {
    heads.clear();
    pending.clear();
    group.clear();
  }
}
