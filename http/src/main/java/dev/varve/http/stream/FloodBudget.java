package dev.varve.http.stream;

import dev.varve.base.Clock;

/// One account for everything a peer can make us do for nothing: resets (its own and those it
/// provokes, CVE-2023-44487 and CVE-2025-8671), settings, pings, empty frames, priorities, unknown
/// frames and small window updates. Work that is of use pays in; time does too. A peer that
/// overdraws it is told ENHANCE_YOUR_CALM and dropped.
public final class FloodBudget {
  /// What a peer is told that has overdrawn its account.
  public static final String OVERDRAWN = "too many frames that do nothing";

  public static final int BALANCE_MAX = 1_000;
  public static final int EARNED_PER_SECOND = 100;

  public static final int RESET = 5;
  public static final int SETTINGS = 10;
  public static final int CONTROL = 2;
  public static final int SMALL = 1;

  /// What a frame of data earns: the peer answers it with up to two window updates.
  public static final int DATA_SENT = 3;

  private static final long NANOS_PER_EARNED = 1_000_000_000L / EARNED_PER_SECOND;

  private final Clock clock;
  private long paidUntil;
  private int balance = BALANCE_MAX;

  public FloodBudget(Clock clock) {
    this.clock = clock;
    this.paidUntil = clock.nanos();
  }

  /// Whether that was still in the account. The clock is only looked at when it is empty.
  public boolean spend(int cost) {
    balance -= cost;
    if (balance >= 0) {
      return true;
    }
    long earned = (clock.nanos() - paidUntil) / NANOS_PER_EARNED;
    paidUntil += earned * NANOS_PER_EARNED;
    balance = (int) Math.min(BALANCE_MAX, balance + earned);
    return balance >= 0;
  }

  /// Something useful happened.
  public void earn(int amount) {
    balance = Math.min(BALANCE_MAX, balance + amount);
  }
}
