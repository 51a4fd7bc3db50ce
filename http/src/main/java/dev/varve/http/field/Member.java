package dev.varve.http.field;

import java.util.List;

/// A member of a list or dictionary (RFC 9651 sections 3.1 and 3.2).
public sealed interface Member {
  Parameters parameters();

  /// A value with parameters.
  record Item(Bare value, Parameters parameters) implements Member {
    public static Item of(Bare value) {
      return new Item(value, Parameters.NONE);
    }
  }

  /// Items within a list.
  record Inner(List<Item> items, Parameters parameters) implements Member {
    public Inner {
      items = List.copyOf(items);
    }
  }
}
