package dev.varve.store.diff;

import dev.varve.base.json.Json;
import dev.varve.base.json.JsonArray;
import java.util.LinkedHashMap;
import java.util.List;

/// Changes to a document by RFC 6902, done in order, all or none.
///
/// @param operations at most 10,000
public record JsonPatch(List<Operation> operations) {
  static final int OPERATIONS_MAX = 10_000;

  /// One change.
  public sealed interface Operation {
    /// Puts a value: as a member, before an array's item, or at its end (`-`).
    record Add(JsonPointer path, Json value) implements Operation {}

    /// Takes a value away.
    record Remove(JsonPointer path) implements Operation {}

    /// Puts another value where there is one.
    record Replace(JsonPointer path, Json value) implements Operation {}

    /// Takes a value away and adds it elsewhere, not within itself.
    record Move(JsonPointer from, JsonPointer path) implements Operation {}

    /// Adds a value that is there elsewhere as well.
    record Copy(JsonPointer from, JsonPointer path) implements Operation {}

    /// Changes nothing; fails unless the value there equals this.
    record Test(JsonPointer path, Json value) implements Operation {}
  }

  public JsonPatch {
    operations = List.copyOf(operations);
    dev.varve.base.Check.that(
        operations.size() <= OPERATIONS_MAX,
        "patch",
        "have at most " + OPERATIONS_MAX + " operations",
        operations.size());
  }

  /// Reads the JSON form.
  ///
  /// @throws dev.varve.base.Failure with all problems, each naming its operation
  public static JsonPatch of(Json json) {
    return PatchReader.read(json);
  }

  /// A patch that makes `after` of `before`. Arrays are compared by their longest common
  /// subsequence, up to a bound; beyond it position by position.
  public static JsonPatch between(Json before, Json after) {
    return new PatchDiff().between(before, after);
  }

  /// The document after all changes.
  ///
  /// @throws dev.varve.base.Failure naming the operation that cannot be done
  public Json apply(Json document) {
    return new PatchRun(document).apply(operations);
  }

  /// The JSON form.
  public Json json() {
    return new JsonArray(operations.stream().map(JsonPatch::json).toList());
  }

  private static Json json(Operation operation) {
    return switch (operation) {
      case Operation.Add(var path, Json value) -> json("add", path, "value", value);
      case Operation.Remove(var path) -> json("remove", path, "", path(path));
      case Operation.Replace(var path, Json value) -> json("replace", path, "value", value);
      case Operation.Move(var from, var path) -> json("move", path, "from", path(from));
      case Operation.Copy(var from, var path) -> json("copy", path, "from", path(from));
      case Operation.Test(var path, Json value) -> json("test", path, "value", value);
    };
  }

  private static Json path(JsonPointer pointer) {
    return Json.of(pointer.toString());
  }

  private static Json json(String op, JsonPointer path, String operand, Json value) {
    var members = new LinkedHashMap<String, Json>();
    members.put("op", Json.of(op));
    members.put("path", path(path));
    if (!operand.isEmpty()) {
      members.put(operand, value);
    }
    return Json.of(members);
  }
}
