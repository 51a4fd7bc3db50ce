package dev.varve.http.h2;

/// How much the peer may send on a stream or connection (RFC 9113 section 5.2). Octets count as
/// held from when they come until somebody took them in, so what nobody takes in is bounded.
final class ReceiveWindow {
  private int left;
  private int held;

  /// What was left when the peer was told last.
  private int granted;

  ReceiveWindow(int atFirst) {
    begin(atFirst);
  }

  void begin(int atFirst) {
    left = atFirst;
    granted = atFirst;
    held = 0;
  }

  /// How many octets came that nobody took in.
  int held() {
    return held;
  }

  /// Octets came; false when they are more than was allowed.
  boolean take(int octets) {
    left -= octets;
    held += octets;
    return left >= 0;
  }

  /// Octets were taken in. Returns by how much to widen the window now: nothing before half of what
  /// was granted is used up, so small bodies cost no frames, and no crumbs.
  int release(int octets, int target) {
    held -= octets;
    return left > granted / 2 ? 0 : widen(target);
  }

  /// Returns by how much to widen the window for the target.
  int widen(int target) {
    int missing = target - left - held;
    if (missing < target / 4) {
      return 0;
    }
    left += missing;
    granted = left;
    return missing;
  }
}
