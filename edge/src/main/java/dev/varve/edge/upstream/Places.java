package dev.varve.edge.upstream;

import dev.varve.edge.balance.StickyCookie;
import dev.varve.edge.balance.Target;
import dev.varve.edge.balance.TargetSet;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// All places of an upstream at one moment. Immutable.
final class Places {
  private final List<Place> all;
  private final TargetSet first;
  private final TargetSet backup;
  private final IdentityHashMap<Target, Place> byTarget = new IdentityHashMap<>();
  private final @Nullable StickyCookie cookie;
  private final boolean weighted;

  Places(List<Place> all, @Nullable SigningKey key) {
    this.all = List.copyOf(all);
    all.forEach(place -> byTarget.put(place.target(), place));
    this.weighted = all.stream().anyMatch(place -> place.target().weight() != 1);
    this.first = set(all, false);
    this.backup = set(all, true);
    this.cookie = key == null ? null : new StickyCookie(key.bytes(), key.upstream(), set(all));
  }

  /// What sticky cookies of an upstream are signed with.
  static final class SigningKey {
    private final byte[] bytes;
    private final String upstream;

    SigningKey(byte[] bytes, String upstream) {
      this.bytes = bytes;
      this.upstream = upstream;
    }

    byte[] bytes() {
      return bytes;
    }

    String upstream() {
      return upstream;
    }
  }

  private static TargetSet set(List<Place> places, boolean backup) {
    return set(places.stream().filter(place -> place.backup() == backup).toList());
  }

  private static TargetSet set(List<Place> places) {
    var targets = new ArrayList<Target>();
    places.forEach(place -> targets.add(place.target()));
    return new TargetSet(targets);
  }

  List<Place> all() {
    return all;
  }

  TargetSet first() {
    return first;
  }

  TargetSet backup() {
    return backup;
  }

  /// Whether any target has another weight than one.
  boolean isWeighted() {
    return weighted;
  }

  @Nullable StickyCookie cookie() {
    return cookie;
  }

  Place of(Target target) {
    return Objects.requireNonNull(byTarget.get(target));
  }
}
