package dev.varve.store;

import dev.varve.base.Check;
import java.time.Duration;

/// Which versions of a namespace's keys are kept. The version visible at the edge is kept too, so
/// every point that can be read at has its true answer.
public sealed interface Retention {
  /// Every version, for ever.
  record All() implements Retention {}

  /// The newest `versions` of each key.
  record KeepLast(int versions) implements Retention {
    public KeepLast {
      Check.within("retention.keepLast", versions, 1, 1_000_000_000);
    }
  }

  /// Versions younger than `age`, and the one that was current then.
  record KeepFor(Duration age) implements Retention {
    public KeepFor {
      Check.within("retention.keepFor", age, Duration.ofSeconds(1), Duration.ofDays(36_500));
    }
  }

  /// Of versions older than `after`, the last one in each interval.
  record Squash(Duration interval, Duration after) implements Retention {
    public Squash {
      Check.within(
          "retention.squash.interval", interval, Duration.ofSeconds(1), Duration.ofDays(36_500));
      Check.within("retention.squash.after", after, Duration.ZERO, Duration.ofDays(36_500));
    }
  }

  /// No history and no log: values live in memory until `ttl` after their last write, at most
  /// `entries` of them. For sessions, leases and counters.
  record None(Duration ttl, int entries) implements Retention {
    public None {
      Check.within("retention.none.ttl", ttl, Duration.ofMillis(1), Duration.ofDays(36_500));
      Check.within("retention.none.entries", entries, 1, 100_000_000);
    }
  }

  Retention ALL = new All();
}
