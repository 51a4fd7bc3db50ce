package dev.varve.store.txn;

import dev.varve.base.json.Json;
import dev.varve.base.json.JsonNumber;
import dev.varve.base.json.JsonObject;
import dev.varve.store.Store.Tag;
import java.util.Arrays;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;

/// The positions that tags hold. Immutable.
public final class Pins {
  public static final Pins NONE = new Pins(Map.of());

  private final Map<String, Tag> tags;
  private final Map<String, long[]> byNamespace;
  private final long[] everywhere;

  private Pins(Map<String, Tag> tags) {
    this.tags = tags;
    this.everywhere = positions(tags.values(), "");
    this.byNamespace = new TreeMap<>();
    for (Tag tag : tags.values()) {
      byNamespace.computeIfAbsent(tag.namespace(), name -> positions(tags.values(), name));
    }
  }

  private static long[] positions(Collection<Tag> tags, String namespace) {
    return tags.stream()
        .filter(tag -> tag.namespace().isEmpty() || tag.namespace().equals(namespace))
        .mapToLong(Tag::seq)
        .sorted()
        .toArray();
  }

  /// By name.
  public Map<String, Tag> tags() {
    return tags;
  }

  Pins with(Tag tag) {
    var more = new TreeMap<>(tags);
    more.put(tag.name(), tag);
    return new Pins(more);
  }

  Pins without(String name) {
    var less = new TreeMap<>(tags);
    less.remove(name);
    return new Pins(less);
  }

  /// Whether a position of the namespace is held from `from` on and before `until`.
  public boolean holds(String namespace, long from, long until) {
    long[] positions = byNamespace.getOrDefault(namespace, everywhere);
    int at = Arrays.binarySearch(positions, from);
    int index = at >= 0 ? at : -at - 1;
    return index < positions.length && positions[index] < until;
  }

  static JsonObject document(Tag tag) {
    return JsonObject.EMPTY
        .with("namespace", Json.of(tag.namespace()))
        .with("seq", Json.of(tag.seq()));
  }

  static Tag tag(String name, Json document) {
    var object = (JsonObject) document;
    String namespace = object.text("namespace");
    long seq = object.get("seq") instanceof JsonNumber number ? number.longValue() : 1;
    return new Tag(name, namespace == null ? "" : namespace, seq);
  }
}
