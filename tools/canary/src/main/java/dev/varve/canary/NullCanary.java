package dev.varve.canary;

/// Returns null where the module says that nothing is null.
final class NullCanary {
  private NullCanary() {}

  static String name(boolean known) {
    return known ? "canary" : null;
  }
}
