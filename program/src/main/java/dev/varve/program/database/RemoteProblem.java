package dev.varve.program.database;

import dev.varve.base.Code;
import dev.varve.base.Problem;
import dev.varve.base.json.Json;
import dev.varve.base.json.JsonArray;
import dev.varve.base.json.JsonObject;
import dev.varve.base.json.JsonSyntaxException;
import dev.varve.control.ControlCode;
import dev.varve.control.store.StoreReply;
import dev.varve.program.ProgramCode;
import dev.varve.store.problem.StoreCode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Problems that the store's API answered, as the command's own.
final class RemoteProblem {
  private RemoteProblem() {}

  static List<Problem> of(StoreReply reply) {
    JsonObject json = json(reply);
    var all = new ArrayList<Problem>();
    if (json.get("problems") instanceof JsonArray(List<Json> items)) {
      for (Json item : items) {
        if (item instanceof JsonObject object) {
          all.add(problem(object, reply.status()));
        }
      }
    }
    return all.isEmpty() ? List.of(problem(json, reply.status())) : all;
  }

  private static JsonObject json(StoreReply reply) {
    try {
      Json json = Json.parse(new String(reply.bytes(), StandardCharsets.UTF_8));
      return json instanceof JsonObject object ? object : JsonObject.EMPTY;
    } catch (JsonSyntaxException _) {
      return JsonObject.EMPTY; // Answered by something else than Varve: the status says enough.
    }
  }

  private static Problem problem(JsonObject json, int status) {
    String where = text(json, "where", "the store");
    String detail = text(json, "detail", "must answer, but answered " + status);
    boolean said = detail.startsWith(where + " must ");
    return new Problem(
        code(json.text("code"), status), said ? "" : where, detail, text(json, "next", ""));
  }

  private static String text(JsonObject json, String name, String absent) {
    String text = json.text(name);
    return text == null ? absent : text;
  }

  private static Code code(@Nullable String id, int status) {
    return Stream.<Code[]>of(StoreCode.values(), ControlCode.values())
        .flatMap(Stream::of)
        .filter(code -> code.id().equals(id))
        .findFirst()
        .orElse(byStatus(status));
  }

  private static Code byStatus(int status) {
    return switch (status) {
      case 401, 403 -> ControlCode.READ_ONLY;
      case 404 -> ControlCode.NOTHING_HERE;
      default -> ProgramCode.NOT_RUNNING;
    };
  }
}
