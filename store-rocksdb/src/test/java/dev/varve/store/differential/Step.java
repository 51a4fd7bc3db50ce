package dev.varve.store.differential;

/// Something done with a store. It means the same whatever was done before, so that steps can be
/// left out.
///
/// @param text for people
record Step(String text, Action action) {
  /// What is done.
  interface Action {
    /// Returns everything that can be seen of it.
    Object on(Subject subject);
  }

  @Override
  public String toString() {
    return text;
  }
}
