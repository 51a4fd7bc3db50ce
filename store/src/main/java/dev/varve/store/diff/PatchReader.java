package dev.varve.store.diff;

import dev.varve.base.Failure;
import dev.varve.base.Problem;
import dev.varve.base.Suggestion;
import dev.varve.base.json.Json;
import dev.varve.base.json.JsonArray;
import dev.varve.base.json.JsonObject;
import dev.varve.store.diff.JsonPatch.Operation;
import dev.varve.store.problem.StoreCode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reads JSON Patches. Members that an operation does not know are passed over, as RFC 6902 says.
final class PatchReader {
  private static final List<String> OPERATIONS =
      List.of("add", "remove", "replace", "move", "copy", "test");

  private final List<Problem> problems = new ArrayList<>();

  private PatchReader() {}

  static JsonPatch read(Json json) {
    if (!(json instanceof JsonArray(var items)) || items.size() > JsonPatch.OPERATIONS_MAX) {
      throw new Failure(
          new Problem(
              StoreCode.BAD_PATCH,
              "patch",
              "a JSON Patch must be an array of at most "
                  + JsonPatch.OPERATIONS_MAX
                  + " operations, but is of type "
                  + json.kind(),
              ""));
    }
    var reader = new PatchReader();
    var operations = new ArrayList<Operation>();
    for (int i = 0; i < items.size(); i++) {
      Operation operation = reader.operation(items.get(i), "patch/" + i);
      if (operation != null) {
        operations.add(operation);
      }
    }
    if (!reader.problems.isEmpty()) {
      throw new Failure(reader.problems);
    }
    return new JsonPatch(operations);
  }

  private @Nullable Operation operation(Json json, String where) {
    if (!(json instanceof JsonObject object)) {
      wrong(where, "an operation must be an object, but is of type " + json.kind(), "");
      return null;
    }
    String op = object.text("op");
    if (op == null || !OPERATIONS.contains(op)) {
      String near = op == null ? "" : Suggestion.nearest(op, OPERATIONS).orElse("");
      wrong(
          where,
          "op must be one of " + String.join(", ", OPERATIONS) + ", but is " + object.get("op"),
          near.isEmpty() ? "" : "did you mean " + near + "?");
      return null;
    }
    JsonPointer path = pointer(object, "path", where);
    return switch (op) {
      case "remove" -> new Operation.Remove(path);
      case "move" -> new Operation.Move(pointer(object, "from", where), path);
      case "copy" -> new Operation.Copy(pointer(object, "from", where), path);
      case "add" -> new Operation.Add(path, value(object, where));
      case "replace" -> new Operation.Replace(path, value(object, where));
      default -> new Operation.Test(path, value(object, where));
    };
  }

  private JsonPointer pointer(JsonObject object, String name, String where) {
    String text = object.text(name);
    if (text == null) {
      wrong(where, name + " must be a string, but is " + object.get(name), "");
      return JsonPointer.ROOT;
    }
    try {
      return JsonPointer.parse(text);
    } catch (Failure e) {
      Problem problem = e.problems().getFirst();
      wrong(where + "/" + name, problem.message(), problem.next());
      return JsonPointer.ROOT;
    }
  }

  private Json value(JsonObject object, String where) {
    Json value = object.get("value");
    if (value == null) {
      wrong(where, "value must be there", "write null for null");
      return JsonObject.EMPTY;
    }
    return value;
  }

  private void wrong(String where, String message, String next) {
    problems.add(new Problem(StoreCode.BAD_PATCH, where, message, next));
  }
}
