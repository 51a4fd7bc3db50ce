package dev.varve.graph.shape;

import java.util.IdentityHashMap;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// The components of one record while it is made.
public final class Values {
  private final IdentityHashMap<Member<?, ?>, Object> values = new IdentityHashMap<>();

  Values() {}

  void put(Member<?, ?> member, @Nullable Object value) {
    if (value != null) {
      values.put(member, value);
    }
  }

  /// The value of a member that is required or has a default.
  public <V> V get(Member<?, V> member) {
    return Objects.requireNonNull(maybe(member), "a member without a value was asked for");
  }

  /// The value of a member that may be absent.
  @SuppressWarnings("unchecked") // put() is only ever given what the member itself read
  public <V> @Nullable V maybe(Member<?, V> member) {
    return (V) values.get(member);
  }
}
