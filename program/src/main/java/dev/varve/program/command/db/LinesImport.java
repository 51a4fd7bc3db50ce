package dev.varve.program.command.db;

import dev.varve.base.Failure;
import dev.varve.base.Problem;
import dev.varve.base.json.Json;
import dev.varve.base.json.JsonArray;
import dev.varve.base.json.JsonObject;
import dev.varve.base.json.JsonSyntaxException;
import dev.varve.control.store.StoreRequest;
import dev.varve.program.Invocation;
import dev.varve.program.ProgramCode;
import dev.varve.program.database.DbAccess;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// Writes the documents of JSON lines, some hundred together, in their order: a line has a key and
/// a value, or `"deleted": true`. Who wrote it and why is taken from the line, unless the command
/// says it. Holds no more than one batch.
final class LinesImport {
  private static final int OPERATIONS = 500;
  private static final int CHARACTERS = 1 << 20;

  private final DbAccess store;
  private final Invocation invocation;
  private final String file;
  private final String namespace;
  private final List<Json> operations = new ArrayList<>();
  private JsonObject origin = JsonObject.EMPTY;
  private int held;
  private int count;

  LinesImport(DbAccess store, Invocation invocation, String file) {
    this.store = store;
    this.invocation = invocation;
    this.file = file;
    this.namespace = invocation.required(0);
  }

  /// Returns how many there were.
  int load(BufferedReader lines) throws IOException {
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      count++;
      take(line);
    }
    commit();
    return count;
  }

  private void take(String line) {
    JsonObject object = object(line);
    JsonObject by = origin(object);
    boolean full = operations.size() == OPERATIONS || held + line.length() > CHARACTERS;
    if (full || !by.equals(origin)) {
      commit();
    }
    origin = by;
    held += line.length();
    operations.add(operation(object));
  }

  private JsonObject object(String line) {
    try {
      return Json.parse(line) instanceof JsonObject object ? object : JsonObject.EMPTY;
    } catch (JsonSyntaxException e) {
      throw wrong("the line must be JSON: " + e.getMessage());
    }
  }

  private JsonObject origin(JsonObject line) {
    var by = JsonObject.EMPTY;
    for (String name : List.of("author", "message")) {
      String text = line.text(name);
      if (text != null && !text.isEmpty() && invocation.option("--" + name).isEmpty()) {
        by = by.with(name, Json.of(text));
      }
    }
    return by;
  }

  private JsonObject operation(JsonObject line) {
    String key = line.text("key");
    Json value = line.get("value");
    if (key != null && value != null) {
      return operation("put", key).with("value", value);
    }
    if (key != null && Json.of(true).equals(line.get("deleted"))) {
      return operation("delete", key);
    }
    throw wrong("the line must be {\"key\": ..., \"value\": ...}");
  }

  private JsonObject operation(String what, String key) {
    return Json.of("op", Json.of(what))
        .with("namespace", Json.of(namespace))
        .with("key", Json.of(key));
  }

  private Failure wrong(String message) {
    return new Failure(
        new Problem(
            ProgramCode.UNREADABLE, file + ":" + count, message, "lines before it were written"));
  }

  private void commit() {
    if (!operations.isEmpty()) {
      String body = origin.with("operations", new JsonArray(List.copyOf(operations))).compact();
      StoreRequest request =
          StoreRequest.to("POST", "batch").withBody(body.getBytes(StandardCharsets.UTF_8));
      store.done(DbCommand.signed(request, invocation));
      operations.clear();
      held = 0;
    }
  }
}
