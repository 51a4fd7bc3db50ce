package dev.varve.store.schema;

import java.util.BitSet;
import java.util.HashSet;
import java.util.Set;

/// Which members or items of one value a schema has looked at, for `unevaluatedProperties` and
/// `unevaluatedItems`.
final class Marks {
  /// Where nobody asks: nothing is kept.
  static final Marks NONE = new Marks();

  private final Set<String> members = new HashSet<>();
  private final BitSet items = new BitSet();

  void member(String name) {
    if (this != NONE) {
      members.add(name);
    }
  }

  void item(int index) {
    if (this != NONE) {
      items.set(index);
    }
  }

  boolean hasMember(String name) {
    return members.contains(name);
  }

  boolean hasItem(int index) {
    return items.get(index);
  }

  void add(Marks other) {
    members.addAll(other.members);
    items.or(other.items);
  }
}
