package dev.varve.store.diff;

import dev.varve.base.json.Json;
import dev.varve.base.json.JsonArray;
import dev.varve.base.json.JsonObject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What became of two documents that were changed apart from each other. Changes of different
/// members, and of different runs of array items, are both kept; where both sides changed the same
/// in different ways there is a conflict, and the value is that of our side.
///
/// @param value null where the document is gone
/// @param conflicts in the order of the document
public record Merge(@Nullable Json value, List<Conflict> conflicts) {
  /// A place both sides changed differently; null where a side has nothing there.
  public record Conflict(
      JsonPointer path, @Nullable Json base, @Nullable Json ours, @Nullable Json theirs) {}

  public Merge {
    conflicts = List.copyOf(conflicts);
  }

  /// Merges three states of a document, null where it was not there.
  public static Merge of(@Nullable Json base, @Nullable Json ours, @Nullable Json theirs) {
    var run = new Run();
    Json value = run.values(base, ours, theirs, JsonPointer.ROOT);
    return new Merge(value, run.conflicts);
  }

  private static final class Run {
    private final List<Conflict> conflicts = new ArrayList<>();

    @Nullable Json values(
        @Nullable Json base, @Nullable Json ours, @Nullable Json theirs, JsonPointer path) {
      if (same(ours, theirs) || same(base, theirs)) {
        return ours;
      }
      if (same(base, ours)) {
        return theirs;
      }
      if (ours instanceof JsonObject a && theirs instanceof JsonObject b) {
        return objects(base instanceof JsonObject o ? o : JsonObject.EMPTY, a, b, path);
      }
      if (base instanceof JsonArray(var o)
          && ours instanceof JsonArray(var a)
          && theirs instanceof JsonArray(var b)) {
        int known = conflicts.size();
        List<Json> merged = new ArrayMerge(this, o, a, b).merge(path);
        if (merged != null) {
          return new JsonArray(merged);
        }
        conflicts.subList(known, conflicts.size()).clear();
      }
      conflicts.add(new Conflict(path, base, ours, theirs));
      return ours;
    }

    private static boolean same(@Nullable Json a, @Nullable Json b) {
      return a == null ? b == null : a.equals(b);
    }

    private Json objects(JsonObject base, JsonObject ours, JsonObject theirs, JsonPointer path) {
      var names = new LinkedHashSet<>(ours.members().keySet());
      names.addAll(theirs.members().keySet());
      var merged = new LinkedHashMap<String, Json>();
      for (String name : names) {
        Json value = values(base.get(name), ours.get(name), theirs.get(name), path.child(name));
        if (value != null) {
          merged.put(name, value);
        }
      }
      return new JsonObject(merged);
    }
  }

  /// Merges arrays run by run between the items that both sides kept.
  private static final class ArrayMerge {
    private final Run run;
    private final List<Json> base;
    private final List<Json> ours;
    private final List<Json> theirs;
    private final List<Json> merged = new ArrayList<>();

    ArrayMerge(Run run, List<Json> base, List<Json> ours, List<Json> theirs) {
      this.run = run;
      this.base = base;
      this.ours = ours;
      this.theirs = theirs;
    }

    /// Null where one run was changed by both sides in lengths that do not fit.
    @Nullable List<Json> merge(JsonPointer path) {
      int[] toOurs = Alignment.of(base, ours);
      int[] toTheirs = Alignment.of(base, theirs);
      int o = 0;
      int a = 0;
      int b = 0;
      for (int i = 0; i <= base.size(); i++) {
        boolean end = i == base.size();
        if (!end && (toOurs[i] < 0 || toTheirs[i] < 0)) {
          continue;
        }
        int endA = end ? ours.size() : toOurs[i];
        int endB = end ? theirs.size() : toTheirs[i];
        if (!chunk(base.subList(o, i), ours.subList(a, endA), theirs.subList(b, endB), path)) {
          return null;
        }
        if (!end) {
          merged.add(base.get(i));
        }
        o = i + 1;
        a = endA + 1;
        b = endB + 1;
      }
      return merged;
    }

    private boolean chunk(List<Json> was, List<Json> mine, List<Json> other, JsonPointer path) {
      if (mine.equals(other) || was.equals(other)) {
        merged.addAll(mine);
        return true;
      }
      if (was.equals(mine)) {
        merged.addAll(other);
        return true;
      }
      if (was.size() != mine.size() || was.size() != other.size()) {
        return false;
      }
      for (int i = 0; i < was.size(); i++) {
        JsonPointer place = path.child(Integer.toString(merged.size()));
        Json value = run.values(was.get(i), mine.get(i), other.get(i), place);
        if (value != null) {
          merged.add(value);
        }
      }
      return true;
    }
  }
}
