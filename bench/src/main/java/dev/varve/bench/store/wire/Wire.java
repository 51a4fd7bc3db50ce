package dev.varve.bench.store.wire;

import java.nio.ByteBuffer;

/// One connection's side of a protocol, as far as it is needed: one question at a time.
public interface Wire {
  /// What is said first, if anything; flipped.
  ByteBuffer hello();

  /// Writes the next question.
  void ask(ByteBuffer out);

  /// Takes what came, consuming whole messages; how many answers ended. What is to be said at once,
  /// such as an acknowledgement, goes to `out`.
  ///
  /// @throws IllegalStateException when an answer tells of a failure
  int take(ByteBuffer in, ByteBuffer out);
}
