package dev.varve.graph.term;

import dev.varve.base.json.Json;
import dev.varve.base.json.JsonObject;
import dev.varve.base.json.JsonString;
import dev.varve.graph.GraphCode;
import dev.varve.graph.shape.Form;
import dev.varve.graph.shape.Reading;
import dev.varve.graph.shape.Type;
import java.util.ArrayList;
import java.util.List;
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
    if (!(json instanceof JsonObject object) || object.members().size() != 1) {
      at.wrongKind(form().words(), json, "");
      return null;
    }
    return reference(object, at);
  }

  private @Nullable Value reference(JsonObject object, Reading at) {
    String env = object.text("env");
    String secret = object.text("secret");
    if (env == null && secret == null) {
      at.wrongKind(form().words(), object, "");
      return null;
    }
    try {
      return env != null ? new Value.Env(env) : new Value.Secret(String.valueOf(secret));
    } catch (IllegalArgumentException wrong) {
      at.refused(wrong);
      return null;
    }
  }

  @Override
  public Json write(Value value) {
    return switch (value) {
      case Value.Literal text -> Json.of(text.text());
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
                {"type": "object", "properties": {"env": {"type": "string"}}, \
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
