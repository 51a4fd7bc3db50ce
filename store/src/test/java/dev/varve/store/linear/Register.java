package dev.varve.store.linear;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// What one register may hold.
///
/// @param value null for nothing
record Register(@Nullable String value) {
  static final Register EMPTY = new Register(null);

  /// What it holds when this happens to it now, or null when the answer could then not be given.
  @Nullable Register after(Call call, Answer answer) {
    return switch (call) {
      case Call.Read _ -> answer instanceof Answer.None || reads(answer) ? this : null;
      case Call.Write write ->
          answer instanceof Answer.Refused ? null : new Register(write.value());
      case Call.CompareAndSet change -> after(change, answer);
    };
  }

  private boolean reads(Answer answer) {
    return answer instanceof Answer.Value read && Objects.equals(read.value(), value);
  }

  private @Nullable Register after(Call.CompareAndSet change, Answer answer) {
    boolean holds = Objects.equals(change.expected(), value);
    return switch (answer) {
      case Answer.Done _ -> holds ? new Register(change.value()) : null;
      case Answer.Refused _ -> holds ? null : this;
      case Answer.None _ -> holds ? new Register(change.value()) : this;
      case Answer.Value _ -> null;
    };
  }
}
