package dev.varve.edge.balance;

import java.util.HashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The targets of an upstream at one moment: immutable, shared by all loops. A new set is made when
/// targets come or go or a weight changes; the targets themselves live on in it, with their health
/// and their counts.
///
/// Tables for consistent hashing hang on the set and are built once, by the first loop that asks.
public final class TargetSet {
  private final Target[] targets;
  private volatile @Nullable MaglevTable maglev;
  private volatile @Nullable RingTable ring;

  /// @param targets in any order, names unique
  public TargetSet(List<Target> targets) {
    this.targets = targets.toArray(new Target[0]);
    var names = new HashSet<String>();
    for (Target target : this.targets) {
      if (!names.add(target.name())) {
        throw new IllegalArgumentException(
            "targets must have different names, but two are " + target.name());
      }
    }
  }

  public List<Target> targets() {
    return List.of(targets);
  }

  public int size() {
    return targets.length;
  }

  Target at(int index) {
    return targets[index];
  }

  /// The same targets with fresh hash tables, for after a weight has changed.
  public TargetSet refreshed() {
    return new TargetSet(List.of(targets));
  }

  /// The target of that name, or null.
  public @Nullable Target named(String name) {
    for (Target target : targets) {
      if (target.name().equals(name)) {
        return target;
      }
    }
    return null;
  }

  /// Whether any target takes requests.
  public boolean anyTakes(long nowNanos) {
    for (Target target : targets) {
      if (target.takes(nowNanos)) {
        return true;
      }
    }
    return false;
  }

  // Two loops may build the same table at once and one is thrown away: it costs time, not truth.
  MaglevTable maglev() {
    MaglevTable table = maglev;
    if (table == null) {
      table = MaglevTable.of(targets);
      maglev = table;
    }
    return table;
  }

  RingTable ring() {
    RingTable table = ring;
    if (table == null) {
      table = RingTable.of(targets);
      ring = table;
    }
    return table;
  }
}
