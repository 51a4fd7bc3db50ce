package dev.varve.store.diff;

import dev.varve.base.Failure;
import dev.varve.base.Problem;
import dev.varve.base.json.Json;
import dev.varve.base.json.JsonArray;
import dev.varve.base.json.JsonBoolean;
import dev.varve.base.json.JsonNull;
import dev.varve.base.json.JsonNumber;
import dev.varve.base.json.JsonObject;
import dev.varve.base.json.JsonString;
import dev.varve.store.diff.JsonPatch.Operation;
import dev.varve.store.problem.StoreCode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Applies one patch to one document. Documents are immutable, so a failure leaves everything as it
/// was.
final class PatchRun {
  /// Copies may double a document each time; together they may add so many values.
  private static final int COPIED_MAX = 1_000_000;

  /// And so many characters: a value may not become larger by them than any value may be.
  private static final int COPIED_TEXT_MAX = 16 << 20;

  private static final int DEPTH_MAX = 512;

  private Json document;
  private int index;
  private int copied;
  private int copiedText;

  PatchRun(Json document) {
    this.document = document;
  }

  Json apply(List<Operation> operations) {
    for (index = 0; index < operations.size(); index++) {
      apply(operations.get(index));
    }
    return document;
  }

  private void apply(Operation operation) {
    switch (operation) {
      case Operation.Add(var path, Json value) -> add(path, value);
      case Operation.Remove(var path) -> document = remove(path);
      case Operation.Replace(var path, Json value) -> {
        require(path);
        document = change(document, path, 0, Edit.REPLACE, value);
      }
      case Operation.Move(var from, var path) -> move(from, path);
      case Operation.Copy(var from, var path) -> {
        Json value = require(from);
        measure(value, 0);
        add(path, value);
      }
      case Operation.Test(var path, Json value) -> {
        Json found = require(path);
        if (!found.equals(value)) {
          throw wrong(path, "must equal " + shorten(value) + ", but is " + shorten(found));
        }
      }
    }
  }

  private void move(JsonPointer from, JsonPointer path) {
    int depth = from.tokens().size();
    boolean within =
        path.tokens().size() > depth && path.tokens().subList(0, depth).equals(from.tokens());
    if (within) {
      throw wrong(path, "must not lie within " + from + ", which is moved");
    }
    Json value = require(from);
    if (!from.equals(path)) {
      document = remove(from);
      measure(value, 0);
      add(path, value);
    }
  }

  private Json require(JsonPointer path) {
    Json found = path.in(document);
    if (found == null) {
      throw wrong(path, "must be there, but is not");
    }
    return found;
  }

  private void add(JsonPointer path, Json value) {
    document = path.tokens().isEmpty() ? value : change(document, path, 0, Edit.ADD, value);
  }

  private Json remove(JsonPointer path) {
    require(path);
    if (path.tokens().isEmpty()) {
      throw wrong(path, "must not be the whole document when it is taken away");
    }
    return change(document, path, 0, Edit.REMOVE, null);
  }

  private enum Edit {
    ADD,
    REMOVE,
    REPLACE
  }

  private Json change(Json value, JsonPointer path, int depth, Edit edit, @Nullable Json put) {
    if (depth == path.tokens().size()) {
      return put == null ? value : put;
    }
    if (depth > DEPTH_MAX) {
      throw wrong(path, "must have at most " + DEPTH_MAX + " steps");
    }
    String token = path.tokens().get(depth);
    boolean last = depth == path.tokens().size() - 1;
    return switch (value) {
      case JsonObject object -> {
        if (last && edit == Edit.REMOVE) {
          yield object.without(token);
        }
        Json below = object.get(token);
        if (below == null && !last) {
          throw wrong(path, "must lead through members that are there, but " + token + " is not");
        }
        Json changed = below == null || last ? put : change(below, path, depth + 1, edit, put);
        yield changed == null ? object : object.with(token, changed);
      }
      case JsonArray(var items) -> array(items, path, depth, edit, put);
      default ->
          throw wrong(path, "must lead through objects and arrays, but meets " + value.kind());
    };
  }

  private Json array(List<Json> items, JsonPointer path, int depth, Edit edit, @Nullable Json put) {
    String token = path.tokens().get(depth);
    boolean last = depth == path.tokens().size() - 1;
    boolean adds = last && edit == Edit.ADD;
    int at = adds && token.equals("-") ? items.size() : JsonPointer.index(token);
    if (at < 0 || at > (adds ? items.size() : items.size() - 1)) {
      throw wrong(
          path,
          "must name a position in the array of " + items.size() + " items, but has " + token);
    }
    var changed = new ArrayList<>(items);
    if (last && edit == Edit.REMOVE) {
      changed.remove(at);
    } else if (adds && put != null) {
      changed.add(at, put);
    } else {
      changed.set(at, change(items.get(at), path, depth + 1, edit, put));
    }
    return new JsonArray(changed);
  }

  private void measure(Json value, int depth) {
    if (++copied > COPIED_MAX || copiedText > COPIED_TEXT_MAX || depth > DEPTH_MAX) {
      throw new Failure(
          new Problem(
              StoreCode.TOO_LARGE,
              "patch/" + index,
              "a patch must copy at most %d values with %d characters, %d levels deep"
                  .formatted(COPIED_MAX, COPIED_TEXT_MAX, DEPTH_MAX),
              "nothing was changed; put the document as a whole"));
    }
    switch (value) {
      case JsonObject(var members) ->
          members.forEach((name, each) -> {
            copiedText += name.length();
            measure(each, depth + 1);
          });
      case JsonArray(var items) -> items.forEach(each -> measure(each, depth + 1));
      case JsonString(String text) -> copiedText += text.length();
      case JsonNumber number -> copiedText += number.isLong() ? 0 : number.value().precision();
      case JsonNull _, JsonBoolean _ -> {}
    }
  }

  private static String shorten(Json value) {
    String text = value.compact();
    return text.length() <= 80 ? text : text.substring(0, 79) + "…";
  }

  private Failure wrong(JsonPointer path, String rule) {
    String what = path.tokens().isEmpty() ? "the document" : path.toString();
    return new Failure(
        new Problem(
            StoreCode.PATCH_FAILED,
            "patch/" + index,
            what + " " + rule,
            "nothing was changed; read the document again"));
  }
}
