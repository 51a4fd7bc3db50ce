package dev.varve.edge.health;

import java.util.random.RandomGenerator;

/// What active checks think of one target. Starts up: a target nobody has asked yet gets requests,
/// and its first check, which comes at once, is believed without waiting for a row.
///
/// Owned by one thread.
public final class CheckState {
  private final CheckRules rules;
  private boolean up = true;
  private boolean asked;
  private int row;

  public CheckState(CheckRules rules) {
    this.rules = rules;
  }

  public boolean up() {
    return up;
  }

  /// Takes one result; true when the state of the target changed.
  public boolean observe(boolean good) {
    boolean first = !asked;
    asked = true;
    if (good == up) {
      row = 0;
      return false;
    }
    row++;
    if (first || row >= (up ? rules.fall() : rules.rise())) {
      up = good;
      row = 0;
      return true;
    }
    return false;
  }

  /// How long to wait before the next check.
  public long waitNanos(RandomGenerator chance) {
    long every = rules.every().toNanos();
    return every - every / 10 + chance.nextLong(every / 5 + 1);
  }
}
