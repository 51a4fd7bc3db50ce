package dev.varve.store.retention;

import dev.varve.store.Retention;
import dev.varve.store.index.KeyIndex;
import dev.varve.store.log.Chain;
import dev.varve.store.log.Compaction;
import dev.varve.store.log.Entry;
import dev.varve.store.log.Log;
import dev.varve.store.txn.Spaces;
import dev.varve.store.version.HybridTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Which records retention keeps, judged at one moment. A record that no chain leads to any more is
/// not kept by any rule.
public final class Keeping implements Compaction.Keeper, KeyIndex.Owner {
  private final Log log;
  private final KeyIndex index;
  private final Spaces spaces;
  private final long nowMillis;
  private final List<Entry> gone = new ArrayList<>();

  public Keeping(Log log, KeyIndex index, Spaces spaces, long nowMillis) {
    this.log = log;
    this.index = index;
    this.spaces = spaces;
    this.nowMillis = nowMillis;
  }

  /// Tombstones that are let go as the last version of their key: the index is to forget these.
  public List<Entry> gone() {
    return gone;
  }

  @Override
  public boolean owns(long seq, int namespace, byte[] key) {
    Entry entry = log.entry(seq);
    return entry != null && entry.isOf(namespace, key);
  }

  @Override
  public boolean keeps(Entry entry, Compaction.Run run) {
    Retention retention = spaces.byId(entry.namespace()).config().retention();
    if (retention instanceof Retention.All) {
      return true;
    }
    long seq = index.latest(entry.namespace(), entry.key(), this);
    Entry head = seq == 0 ? null : log.entry(seq);
    if (head == null) {
      return false;
    }
    Entry newer = newer(head, entry.seq());
    if (newer != null && !leadsTo(newer, entry)) {
      return false;
    }
    return switch (retention) {
      case Retention.All _ -> true;
      case Retention.None _ -> false;
      case Retention.KeepLast last -> head.number() - entry.number() < last.versions();
      case Retention.KeepFor age -> keeps(entry, newer, age.age());
      case Retention.Squash squash -> keeps(entry, newer, squash, run);
    };
  }

  private boolean keeps(Entry entry, @Nullable Entry newer, Duration age) {
    long horizon = nowMillis - age.toMillis();
    if (newer != null) {
      return millis(newer) > horizon;
    }
    boolean kept = entry.hasValue() || millis(entry) > horizon;
    if (!kept) {
      gone.add(entry);
    }
    return kept;
  }

  /// A version goes when the next one lies in the same interval, and in the same run: only there
  /// can the chain be closed over it.
  private boolean keeps(
      Entry entry, @Nullable Entry newer, Retention.Squash squash, Compaction.Run run) {
    if (newer == null
        || millis(newer) > nowMillis - squash.after().toMillis()
        || !run.has(newer.seq())) {
      return true;
    }
    long interval = squash.interval().toMillis();
    return millis(newer) / interval != millis(entry) / interval;
  }

  private static long millis(Entry entry) {
    return HybridTime.millis(entry.time());
  }

  /// The oldest version in the chain that is newer, or null when there is none.
  private @Nullable Entry newer(Entry head, long seq) {
    Entry found = null;
    Entry at = head;
    while (at != null && at.seq() > seq) {
      found = at;
      Entry far = at.jump() > seq ? log.entry(at.jump()) : null;
      at = far != null ? far : Chain.older(at, log);
    }
    return found;
  }

  private boolean leadsTo(Entry newer, Entry entry) {
    Entry older = Chain.older(newer, log);
    return older != null && older.seq() == entry.seq();
  }
}
