package dev.varve.store.diff;

import dev.varve.base.json.Json;
import dev.varve.base.json.JsonArray;
import dev.varve.base.json.JsonObject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Which version last changed each place of a document. Versions are given oldest first, one after
/// the other, so a long history needs no more memory than one document. One thread uses it.
///
/// Items of arrays that move together with their neighbours keep their version.
///
/// @param <V> what names a version
public final class Blame<V> {
  /// A value without parts, and the version that put it there.
  public record Line<V>(JsonPointer path, Json value, V version) {}

  /// A value with the versions of its parts, or of itself where it has none.
  private record Node<V>(Json value, V version, Map<String, Node<V>> members, List<Node<V>> items) {
    static <V> Node<V> fresh(Json value, V version) {
      var members = new LinkedHashMap<String, Node<V>>();
      var items = new ArrayList<Node<V>>();
      switch (value) {
        case JsonObject(var parts) ->
            parts.forEach((name, part) -> members.put(name, fresh(part, version)));
        case JsonArray(var parts) -> parts.forEach(part -> items.add(fresh(part, version)));
        default -> {}
      }
      return new Node<>(value, version, members, items);
    }

    Node<V> changedTo(Json now, V by) {
      if (now.equals(value)) {
        return this;
      }
      if (value instanceof JsonObject && now instanceof JsonObject(var parts)) {
        var changed = new LinkedHashMap<String, Node<V>>();
        parts.forEach((name, part) -> changed.put(name, changed(members.get(name), part, by)));
        return new Node<>(now, by, changed, List.of());
      }
      if (value instanceof JsonArray(var before) && now instanceof JsonArray(var after)) {
        return new Node<>(now, by, Map.of(), aligned(before, after, by));
      }
      return fresh(now, by);
    }

    private static <V> Node<V> changed(@Nullable Node<V> old, Json now, V by) {
      return old == null ? fresh(now, by) : old.changedTo(now, by);
    }

    private List<Node<V>> aligned(List<Json> before, List<Json> after, V by) {
      int[] match = Alignment.of(before, after);
      var origin = new int[after.size()];
      java.util.Arrays.fill(origin, -1);
      for (int i = 0; i < match.length; i++) {
        if (match[i] >= 0) {
          origin[match[i]] = i;
        }
      }
      var changed = new ArrayList<Node<V>>();
      for (int j = 0; j < origin.length; j++) {
        int from = origin[j] >= 0 ? origin[j] : sameGap(match, origin, j);
        changed.add(changed(from < 0 ? null : items.get(from), after.get(j), by));
      }
      return changed;
    }

    /// An item without its equal was changed in place if the old one there is gone as well.
    private static int sameGap(int[] match, int[] origin, int j) {
      int before = j - 1;
      while (before >= 0 && origin[before] < 0) {
        before--;
      }
      int candidate = (before < 0 ? -1 : origin[before]) + (j - before);
      for (int i = before < 0 ? 0 : origin[before] + 1; i <= candidate; i++) {
        if (i >= match.length || match[i] >= 0) {
          return -1;
        }
      }
      return candidate;
    }

    void collect(JsonPointer path, List<Line<V>> lines) {
      if (members.isEmpty() && items.isEmpty()) {
        lines.add(new Line<>(path, value, version));
      }
      members.forEach((name, node) -> node.collect(path.child(name), lines));
      for (int i = 0; i < items.size(); i++) {
        items.get(i).collect(path.child(Integer.toString(i)), lines);
      }
    }
  }

  private @Nullable Node<V> root;

  /// No version yet.
  public Blame() {}

  /// The next version.
  ///
  /// @param value null where the version deleted the document
  public void next(@Nullable Json value, V version) {
    if (value == null) {
      root = null;
    } else {
      root = root == null ? Node.fresh(value, version) : root.changedTo(value, version);
    }
  }

  /// Every value without parts of the latest version, in the order of the document.
  public List<Line<V>> lines() {
    var lines = new ArrayList<Line<V>>();
    if (root != null) {
      root.collect(JsonPointer.ROOT, lines);
    }
    return lines;
  }
}
