package dev.varve.store.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.store.At;
import dev.varve.store.History;
import dev.varve.store.Lookup;
import dev.varve.store.Scan;
import dev.varve.store.Store;
import dev.varve.store.Version;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// The store as simple as can be: every version in a list. What the real one must agree with.
final class Oracle {
  private final TreeMap<String, List<Version>> keys = new TreeMap<>();
  private final String namespace;
  private long seq;

  Oracle(String namespace) {
    this.namespace = namespace;
  }

  long seq() {
    return seq;
  }

  List<Version> versions(String key) {
    return keys.getOrDefault(key, List.of());
  }

  List<String> keys() {
    return List.copyOf(keys.keySet());
  }

  /// These versions were acknowledged.
  void add(List<Version> versions) {
    for (Version version : versions) {
      keys.computeIfAbsent(version.key(), _ -> new ArrayList<>()).add(version);
      seq = Math.max(seq, version.seq());
    }
  }

  /// Everything the store has beyond what is known.
  ///
  /// @param written keys of the last transaction, whose outcome is not known
  List<Version> unknown(Store store, List<String> written) {
    var found = new ArrayList<Version>();
    var candidates = new TreeSet<>(keys.keySet());
    candidates.addAll(store.keys(namespace, Scan.ALL).keys());
    candidates.addAll(written);
    for (String key : candidates) {
      for (Version version : store.log(namespace, key, History.Page.first(1000)).versions()) {
        if (version.seq() > seq) {
          found.add(version);
        }
      }
    }
    found.sort((x, y) -> Long.compare(x.seq(), y.seq()));
    return found;
  }

  /// Every key's history is exactly what was acknowledged.
  void checkHistories(Store store) {
    keys.forEach((key, versions) -> {
      List<Version> found =
          store.log(namespace, key, History.Page.first(100_000)).versions().reversed();
      assertThat(found).as(key).isEqualTo(versions);
      for (int i = 1; i < found.size(); i++) {
        assertThat(found.get(i).parents()).containsExactly(found.get(i - 1).vid());
        assertThat(found.get(i).time()).isAfterOrEqualTo(found.get(i - 1).time());
      }
    });
  }

  /// Reads at some positions and times give what was current then.
  void checkPast(Store store, Random random, int times) {
    for (int i = 0; i < times && !keys.isEmpty(); i++) {
      List<String> names = keys();
      String key = names.get(random.nextInt(names.size()));
      List<Version> versions = versions(key);
      Version near = versions.get(random.nextInt(versions.size()));
      long at = near.seq() + random.nextInt(5);
      @Nullable Version expected = null;
      for (Version version : versions) {
        boolean sameTransaction = version.time().equals(timeOf(at)) && version.seq() <= at + 10;
        expected = version.seq() <= at || sameTransaction ? version : expected;
      }
      assertFound(store.at(namespace, key, At.seq(at)), expected);
      assertFound(store.at(namespace, key, At.time(near.time())), lastAt(versions, near));
    }
  }

  private java.time.Instant timeOf(long at) {
    for (List<Version> versions : keys.values()) {
      for (Version version : versions) {
        if (version.seq() == at) {
          return version.time();
        }
      }
    }
    return java.time.Instant.MIN;
  }

  private static Version lastAt(List<Version> versions, Version near) {
    Version last = near;
    for (Version version : versions) {
      last = version.time().equals(near.time()) ? version : last;
    }
    return last;
  }

  private static void assertFound(Lookup lookup, @Nullable Version expected) {
    switch (lookup) {
      case Lookup.Found found -> assertThat(found.version()).isEqualTo(expected);
      case Lookup.Deleted deleted -> assertThat(deleted.tombstone()).isEqualTo(expected);
      case Lookup.Absent _ -> assertThat(expected).isNull();
      case Lookup.Compacted compacted ->
          throw new AssertionError("nothing was compacted, but " + compacted);
    }
  }

  /// The keys that hold a value, in order.
  void checkKeys(Store store) {
    List<String> live =
        keys.entrySet().stream()
            .filter(entry -> entry.getValue().getLast().hasValue())
            .map(entry -> entry.getKey())
            .toList();
    var found = new ArrayList<String>();
    Scan scan = Scan.ALL.limit(7);
    while (true) {
      Scan.Keys page = store.keys(namespace, scan);
      found.addAll(page.keys());
      if (page.next().isEmpty()) {
        break;
      }
      scan = scan.after(page.next().get());
    }
    assertThat(found).isEqualTo(live);
  }
}
