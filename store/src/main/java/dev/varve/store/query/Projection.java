package dev.varve.store.query;

import dev.varve.base.Check;
import dev.varve.base.json.Json;
import dev.varve.base.json.JsonArray;
import dev.varve.base.json.JsonObject;
import dev.varve.store.filter.FieldPath;
import dev.varve.store.filter.FieldPath.Step;
import dev.varve.store.filter.Meta;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The parts of a document that are wanted: some paths, or all but some.
///
/// What is kept keeps its place in objects; in arrays the items kept move together. `$key` and its
/// like become members of that name.
///
/// @param paths empty for the whole document
/// @param excluding whether the paths are left out rather than kept
public record Projection(List<FieldPath> paths, boolean excluding) {
  /// The whole document.
  public static final Projection ALL = new Projection(List.of(), true);

  private static final int PATHS_MAX = 256;

  public Projection {
    paths = List.copyOf(paths);
    Check.that(paths.size() <= PATHS_MAX, "fields", "have at most 256 paths", paths.size());
    Check.that(excluding || !paths.isEmpty(), "fields", "name a path", "empty");
  }

  /// Whether every document stays as it is.
  public boolean isAll() {
    return paths.isEmpty();
  }

  /// The wanted parts of a document.
  public Json apply(Json document, Meta meta) {
    if (isAll()) {
      return document;
    }
    List<List<Step>> steps =
        paths.stream().filter(path -> !path.isMeta()).map(FieldPath::steps).toList();
    if (excluding) {
      return without(document, steps);
    }
    Json kept = keep(document, steps);
    if (!(kept instanceof JsonObject object)) {
      return kept;
    }
    var members = new LinkedHashMap<String, Json>(object.members());
    for (FieldPath path : paths) {
      Json value = path.isMeta() ? meta.value(path.source()) : null;
      if (value != null) {
        members.put(path.toString(), value);
      }
    }
    return new JsonObject(members);
  }

  /// @param steps what to keep, from here; an empty list of steps keeps everything
  private static Json keep(Json value, List<List<Step>> steps) {
    if (steps.stream().anyMatch(List::isEmpty)) {
      return value;
    }
    return switch (value) {
      case JsonObject(var members) -> {
        var kept = new LinkedHashMap<String, Json>();
        for (Map.Entry<String, Json> member : members.entrySet()) {
          var below = below(steps, new Step.Member(member.getKey()));
          if (!below.isEmpty() && reaches(member.getValue(), below)) {
            kept.put(member.getKey(), keep(member.getValue(), below));
          }
        }
        yield new JsonObject(kept);
      }
      case JsonArray(var items) -> {
        var kept = new ArrayList<Json>();
        for (int i = 0; i < items.size(); i++) {
          var below = below(steps, new Step.Index(i));
          if (!below.isEmpty() && reaches(items.get(i), below)) {
            kept.add(keep(items.get(i), below));
          }
        }
        yield new JsonArray(kept);
      }
      default -> JsonObject.EMPTY;
    };
  }

  private static boolean reaches(Json value, List<List<Step>> steps) {
    return steps.stream()
        .anyMatch(path -> new FieldPath(FieldPath.Source.DOCUMENT, path).in(value) != null);
  }

  private static Json without(Json value, List<List<Step>> steps) {
    if (steps.isEmpty()) {
      return value;
    }
    return switch (value) {
      case JsonObject(var members) -> {
        var kept = new LinkedHashMap<String, Json>();
        for (Map.Entry<String, Json> member : members.entrySet()) {
          var below = below(steps, new Step.Member(member.getKey()));
          if (below.stream().noneMatch(List::isEmpty)) {
            kept.put(member.getKey(), without(member.getValue(), below));
          }
        }
        yield new JsonObject(kept);
      }
      case JsonArray(var items) -> {
        var kept = new ArrayList<Json>();
        for (int i = 0; i < items.size(); i++) {
          var below = below(steps, new Step.Index(i));
          if (below.stream().noneMatch(List::isEmpty)) {
            kept.add(without(items.get(i), below));
          }
        }
        yield new JsonArray(kept);
      }
      default -> value;
    };
  }

  private static List<List<Step>> below(List<List<Step>> steps, Step step) {
    return steps.stream()
        .filter(path -> !path.isEmpty() && path.getFirst().equals(step))
        .map(path -> path.subList(1, path.size()))
        .toList();
  }
}
