package dev.varve.store.retention;

import dev.varve.store.Retention;
import dev.varve.store.engine.Host;
import dev.varve.store.engine.Records;
import dev.varve.store.record.Chain;
import dev.varve.store.record.Entry;
import dev.varve.store.txn.Pins;
import dev.varve.store.txn.Space;
import dev.varve.store.txn.Spaces;
import dev.varve.store.version.HybridTime;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Which records retention keeps, judged at one moment. A record that no chain leads to any more is
/// not kept by any rule.
public final class Keeping implements Host.Keeper {
  private final Records records;
  private final Spaces spaces;
  private final Pins pins;
  private final long nowMillis;
  private final List<Entry> gone = new ArrayList<>();

  public Keeping(Records records, Spaces spaces, long nowMillis) {
    this.records = records;
    this.spaces = spaces;
    this.pins = spaces.pins();
    this.nowMillis = nowMillis;
  }

  @Override
  public List<Entry> forgotten() {
    return gone;
  }

  @Override
  public Host.Fate fate(Entry entry, Host.Run run) {
    Space space = spaces.byId(entry.namespace());
    Entry head = records.head(entry.namespace(), entry.key());
    if (space.name().equals(Spaces.CHUNKS)) {
      return fateOfPiece(entry, head);
    }
    if (space.config().retention() instanceof Retention.All) {
      return head == null || head.seq() <= entry.seq() ? Host.Fate.LATEST : Host.Fate.COLD;
    }
    if (head == null) {
      return Host.Fate.GONE;
    }
    Entry newer = newer(head, entry.seq());
    if (newer == null) {
      return fateOfLatest(space, entry);
    }
    boolean stays =
        leadsTo(newer, entry)
            && (keeps(space.config().retention(), new Place(head, newer, entry), run)
                || isPinned(space, entry, newer, run));
    return stays ? Host.Fate.COLD : Host.Fate.GONE;
  }

  /// A piece of large values goes once it was deleted, which is when nothing names it.
  private Host.Fate fateOfPiece(Entry entry, @Nullable Entry head) {
    boolean latest = head != null && head.seq() <= entry.seq();
    if (latest && !entry.hasValue()) {
      gone.add(entry);
    }
    return latest && entry.hasValue() ? Host.Fate.LATEST : Host.Fate.GONE;
  }

  /// Where a version that was superseded stands.
  private record Place(Entry head, Entry newer, Entry entry) {}

  /// A key that was deleted long ago is forgotten, unless a tag may need what was there before.
  private Host.Fate fateOfLatest(Space space, Entry entry) {
    boolean goes =
        space.config().retention() instanceof Retention.KeepFor age
            && !entry.hasValue()
            && millis(entry) <= nowMillis - age.age().toMillis()
            && !pins.holds(space.name(), 1, entry.seq());
    if (goes) {
      gone.add(entry);
    }
    return goes ? Host.Fate.GONE : Host.Fate.LATEST;
  }

  private boolean keeps(Retention retention, Place place, Host.Run run) {
    return switch (retention) {
      case Retention.All _ -> true;
      case Retention.None _ -> false;
      case Retention.KeepLast last -> place.head.number() - place.entry.number() < last.versions();
      case Retention.KeepFor age -> millis(place.newer) > nowMillis - age.age().toMillis();
      case Retention.Squash squash -> keeps(place, squash, run);
    };
  }

  /// A version goes when the next one lies in the same interval, and in the same run: only there
  /// can the chain be closed over it.
  private boolean keeps(Place place, Retention.Squash squash, Host.Run run) {
    if (millis(place.newer) > nowMillis - squash.after().toMillis()
        || !run.has(place.newer.seq())) {
      return true;
    }
    long interval = squash.interval().toMillis();
    return millis(place.newer) / interval != millis(place.entry) / interval;
  }

  /// A tag keeps what was current at its position, and the way there: what lies between goes only
  /// where the chain can be closed over it.
  private boolean isPinned(Space space, Entry entry, Entry newer, Host.Run run) {
    return pins.holds(space.name(), entry.seq(), newer.seq())
        || (pins.holds(space.name(), 1, entry.seq()) && !run.has(newer.seq()));
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
