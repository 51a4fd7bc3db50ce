package dev.varve.graph.plan;

import dev.varve.base.json.Json;
import dev.varve.base.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Where two values differ, as deep as objects go.
final class Difference {
  private final List<Change.Detail> details = new ArrayList<>();

  private Difference() {}

  static List<Change.Detail> of(Json before, Json after) {
    var difference = new Difference();
    difference.compare("", before, after);
    return difference.details;
  }

  private void compare(String path, @Nullable Json before, @Nullable Json after) {
    if (before instanceof JsonObject a && after instanceof JsonObject b) {
      var names = new TreeSet<>(a.members().keySet());
      names.addAll(b.members().keySet());
      for (String name : names) {
        compare(path.isEmpty() ? name : path + "." + name, a.get(name), b.get(name));
      }
    } else if (before == null || !before.equals(after)) {
      details.add(new Change.Detail(path, before, after));
    }
  }
}
