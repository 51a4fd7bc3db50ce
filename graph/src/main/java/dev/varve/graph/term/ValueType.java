package dev.varve.graph.term;

import dev.varve.base.json.Json;
import dev.varve.base.json.JsonObject;
import dev.varve.base.json.JsonString;
import dev.varve.graph.shape.Form;
import dev.varve.graph.shape.GraphCode;
import dev.varve.graph.shape.Reading;
import dev.varve.graph.shape.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Reads and writes [Value].
record ValueType(boolean literal) implements Type<Value> {
  @Override
  public @Nullable Value read(Json json, Reading at) {
    if (json instanceof JsonString text) {
      if (literal) {
        return new Value.Literal(text.value());
      }
      at.problem(
          GraphCode.MISPLACED_SECRET,
          "must be a reference to a secret, but is written out",
          "write {secret: NAME} or {env: NAME}");
      return null;
    }
    if (!(json instanceof JsonObject object)) {
      at.wrongKind(form().words(), json, "");
      return null;
    }
    return reference(object, at);
  }

  private @Nullable Value reference(JsonObject object, Reading at) {
    Set<String> keys = object.members().keySet();
    String secret = object.text("secret");
    String env = object.text("env");
    String fallback = object.text("default");
    try {
      if (secret != null && keys.size() == 1) {
        return new Value.Secret(secret);
      }
      if (env != null && keys.size() == (fallback == null ? 1 : 2)) {
        return new Value.Env(env, fallback);
      }
    } catch (IllegalArgumentException wrong) {
      at.refused(wrong);
      return null;
    }
    at.wrongKind(form().words(), object, "");
    return null;
  }

  @Override
  public Json write(Value value) {
    return switch (value) {
      case Value.Literal text -> Json.of(text.text());
      case Value.Env(String name, String fallback) when fallback != null ->
          Json.of("env", Json.of(name)).with("default", Json.of(fallback));
      case Value.Env env -> Json.of("env", Json.of(env.name()));
      case Value.Secret secret -> Json.of("secret", Json.of(secret.name()));
    };
  }

  @Override
  public Form form() {
    var reference =
        List.<Json>of(
            Json.parse(
                """
                {"type": "object", "properties": {"env": {"type": "string"}, "default": {"type": "string"}}, \
                "required": ["env"], "additionalProperties": false}\
                """),
            Json.parse(
                """
                {"type": "object", "properties": {"secret": {"type": "string"}}, \
                "required": ["secret"], "additionalProperties": false}\
                """));
    var any = new ArrayList<Json>(reference);
    if (literal) {
      any.addFirst(Json.of("type", Json.of("string")));
    }
    return new Form(
        (literal ? "text, " : "") + "{secret: NAME} or {env: NAME}",
        Json.of("anyOf", Json.of(any)),
        literal ? "Value" : "Reference",
        List.of());
  }

  @Override
  public boolean accepts(Json json) {
    return json instanceof JsonString
        || (json instanceof JsonObject object
            && (object.get("env") != null || object.get("secret") != null));
  }

  @Override
  public @Nullable String broken(Value value) {
    return !literal && value instanceof Value.Literal
        ? "must be a reference to a secret, but is written out"
        : null;
  }
}
