package dev.varve.store.diff;

import dev.varve.base.json.Json;
import dev.varve.base.json.JsonArray;
import dev.varve.base.json.JsonObject;
import dev.varve.store.diff.JsonPatch.Operation;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Finds the changes between two documents. Each is found when all before it are done, so array
/// positions are those of the document as it then is.
final class PatchDiff {
  private final List<Operation> operations = new ArrayList<>();
  private final List<String> path = new ArrayList<>();

  JsonPatch between(Json before, Json after) {
    values(before, after);
    if (operations.size() > JsonPatch.OPERATIONS_MAX) {
      return new JsonPatch(List.of(new Operation.Replace(JsonPointer.ROOT, after)));
    }
    return new JsonPatch(operations);
  }

  private void values(Json before, Json after) {
    if (before instanceof JsonObject(var a) && after instanceof JsonObject(var b)) {
      if (a.isEmpty() || b.isEmpty() || shareNames(a, b)) {
        objects(a, b);
        return;
      }
    } else if (before instanceof JsonArray(var a) && after instanceof JsonArray(var b)) {
      arrays(a, b);
      return;
    } else if (before.equals(after)) {
      return;
    }
    operations.add(new Operation.Replace(here(), after));
  }

  private static boolean shareNames(Map<String, Json> a, Map<String, Json> b) {
    for (String name : a.keySet()) {
      if (b.containsKey(name)) {
        return true;
      }
    }
    return false;
  }

  private void objects(Map<String, Json> before, Map<String, Json> after) {
    for (Map.Entry<String, Json> member : before.entrySet()) {
      path.add(member.getKey());
      Json now = after.get(member.getKey());
      if (now == null) {
        operations.add(new Operation.Remove(here()));
      } else {
        values(member.getValue(), now);
      }
      path.removeLast();
    }
    for (Map.Entry<String, Json> member : after.entrySet()) {
      if (!before.containsKey(member.getKey())) {
        path.add(member.getKey());
        operations.add(new Operation.Add(here(), member.getValue()));
        path.removeLast();
      }
    }
  }

  private void arrays(List<Json> before, List<Json> after) {
    int[] match = Alignment.of(before, after);
    int i = 0;
    int j = 0;
    while (i < before.size() || j < after.size()) {
      int gapEnd = i;
      while (gapEnd < before.size() && match[gapEnd] < 0) {
        gapEnd++;
      }
      int newEnd = gapEnd < before.size() ? match[gapEnd] : after.size();
      gap(before.subList(i, gapEnd), after.subList(j, newEnd), j);
      // Everything before the kept item now stands as in `after`, and so does the item.
      i = gapEnd + 1;
      j = newEnd + 1;
    }
  }

  /// Makes one run of items of another, at a position of the array as it then is.
  private void gap(List<Json> before, List<Json> after, int position) {
    int both = Math.min(before.size(), after.size());
    for (int i = 0; i < both; i++) {
      path.add(Integer.toString(position + i));
      values(before.get(i), after.get(i));
      path.removeLast();
    }
    path.add(Integer.toString(position + both));
    for (int i = both; i < before.size(); i++) {
      operations.add(new Operation.Remove(here()));
    }
    path.removeLast();
    for (int i = both; i < after.size(); i++) {
      path.add(Integer.toString(position + i));
      operations.add(new Operation.Add(here(), after.get(i)));
      path.removeLast();
    }
  }

  private JsonPointer here() {
    return new JsonPointer(path);
  }
}
