package dev.varve.store.linear;

/// One call of a client and what became of it.
///
/// @param key the register
/// @param called when, on one clock for all
/// @param answered when; [Long#MAX_VALUE] when no answer came
public record Act(String key, Call call, Answer answer, long called, long answered) {
  public Act {
    if (called >= answered) {
      throw new IllegalArgumentException("an answer must come after its call");
    }
    if (answer instanceof Answer.None && answered != Long.MAX_VALUE) {
      throw new IllegalArgumentException("what has no answer must not have a time for it");
    }
  }
}
