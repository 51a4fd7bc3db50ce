package dev.varve.edge.balance;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// What a balancer must know to choose a target for one request: the key, the time, and the targets
/// that were tried before and are not to be chosen again. One object serves a request's attempts
/// and is used again for the next request; owned by one loop.
public final class Choice {
  private @Nullable Target[] tried = new @Nullable Target[4];
  private int triedCount;
  private long key;
  private long nowNanos;

  /// Starts a request.
  ///
  /// @param key what consistent hashing goes by; any value where the policy does not hash
  public Choice begin(long key, long nowNanos) {
    Arrays.fill(tried, 0, triedCount, null);
    triedCount = 0;
    this.key = key;
    this.nowNanos = nowNanos;
    return this;
  }

  /// Starts another attempt of the same request.
  public Choice again(Target failed, long nowNanos) {
    if (triedCount == tried.length) {
      tried = Arrays.copyOf(tried, triedCount * 2);
    }
    tried[triedCount++] = failed;
    this.nowNanos = nowNanos;
    return this;
  }

  long key() {
    return key;
  }

  long nowNanos() {
    return nowNanos;
  }

  boolean allows(Target target) {
    for (int i = 0; i < triedCount; i++) {
      if (tried[i] == target) {
        return false;
      }
    }
    return target.takes(nowNanos);
  }
}
