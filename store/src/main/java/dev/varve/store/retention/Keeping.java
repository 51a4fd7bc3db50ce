package dev.varve.store.retention;

import dev.varve.store.Retention;
import dev.varve.store.log.Chain;
import dev.varve.store.log.Entry;
import dev.varve.store.spi.Host;
import dev.varve.store.spi.Records;
import dev.varve.store.txn.Spaces;
import dev.varve.store.version.HybridTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Which records retention keeps, judged at one moment. A record that no chain leads to any more is
/// not kept by any rule.
public final class Keeping implements Host.Keeper {
  private final Records records;
  private final Spaces spaces;
  private final long nowMillis;
  private final List<Entry> gone = new ArrayList<>();

  public Keeping(Records records, Spaces spaces, long nowMillis) {
    this.records = records;
    this.spaces = spaces;
    this.nowMillis = nowMillis;
  }

  @Override
  public List<Entry> forgotten() {
    return gone;
  }

  @Override
  public boolean keeps(Entry entry, Host.Run run) {
    Retention retention = spaces.byId(entry.namespace()).config().retention();
    if (retention instanceof Retention.All) {
      return true;
    }
    Entry head = records.head(entry.namespace(), entry.key());
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
  private boolean keeps(Entry entry, @Nullable Entry newer, Retention.Squash squash, Host.Run run) {
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
      Entry far = at.jump() > seq ? records.entry(at.jump()) : null;
      at = far != null ? far : Chain.older(at, records);
    }
    return found;
  }

  private boolean leadsTo(Entry newer, Entry entry) {
    Entry older = Chain.older(newer, records);
    return older != null && older.seq() == entry.seq();
  }
}
