package dev.varve.control;

import dev.varve.base.json.Json;
import dev.varve.base.json.JsonBoolean;
import dev.varve.base.json.JsonNumber;
import dev.varve.base.json.JsonObject;
import dev.varve.base.json.JsonString;
import dev.varve.base.json.JsonSyntaxException;
import dev.varve.http.Body;
import dev.varve.http.BodyFailure;
import dev.varve.http.BodyReader;
import dev.varve.http.Exchange;
import dev.varve.http.FieldName;
import dev.varve.http.Fields;
import dev.varve.http.Handler;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// `/admin/v1/upstreams`: how targets stand (GET), and changes to one of them that hold until the
/// graph changes it or the program ends (PATCH with `upstream`, `target`, and one or more of
/// `draining`, `enabled`, `weight`).
public final class UpstreamsApi implements Handler {
  private static final int BODY_MOST = 4096;
  private static final int WEIGHT_MOST = 65_535;
  private static final List<String> MEMBERS =
      List.of("upstream", "target", "draining", "enabled", "weight");

  private final Targets targets;

  /// What the API speaks for. Called on loops: must not block.
  public interface Targets {
    /// How all targets stand.
    JsonObject show();

    /// Changes one; false when there is none of that name.
    boolean change(Change change);
  }

  /// What is to become of a target; null leaves as it is.
  public record Change(
      String upstream,
      String target,
      @Nullable Boolean draining,
      @Nullable Boolean enabled,
      @Nullable Integer weight) {}

  public UpstreamsApi(Targets targets) {
    this.targets = targets;
  }

  @Override
  public void handle(Exchange exchange) {
    switch (exchange.request().method()) {
      case "GET", "HEAD" -> answer(exchange, 200, targets.show());
      case "PATCH" -> exchange.body().read(new Collecting(exchange));
      default -> {
        exchange.response().clear().field(FieldName.ALLOW, "GET, HEAD, PATCH");
        problem(exchange, 405, "This method is not allowed here.");
      }
    }
  }

  private void patch(Exchange exchange, String text) {
    Change change;
    try {
      change = parse(Json.parse(text));
    } catch (JsonSyntaxException | IllegalArgumentException wrong) {
      problem(exchange, 400, "The body " + wrong.getMessage());
      return;
    }
    if (targets.change(change)) {
      answer(exchange, 200, targets.show());
    } else {
      problem(exchange, 404, "There is no such target.");
    }
  }

  private static Change parse(Json json) {
    if (!(json instanceof JsonObject object)) {
      throw new IllegalArgumentException("must be an object, but is " + json.compact());
    }
    for (String name : object.members().keySet()) {
      if (!MEMBERS.contains(name)) {
        throw new IllegalArgumentException("must have no member '" + name + "', but has");
      }
    }
    var change =
        new Change(
            text(object, "upstream"),
            text(object, "target"),
            flag(object, "draining"),
            flag(object, "enabled"),
            weight(object));
    if (change.draining == null && change.enabled == null && change.weight == null) {
      throw new IllegalArgumentException("must change something, but changes nothing");
    }
    return change;
  }

  private static String text(JsonObject object, String name) {
    if (object.get(name) instanceof JsonString(String text)) {
      return text;
    }
    throw new IllegalArgumentException("must have a text '" + name + "', but has not");
  }

  private static @Nullable Boolean flag(JsonObject object, String name) {
    return switch (object.get(name)) {
      case null -> null;
      case JsonBoolean flag -> flag.value();
      default -> throw new IllegalArgumentException("must have '" + name + "' true or false");
    };
  }

  private static @Nullable Integer weight(JsonObject object) {
    Json weight = object.get("weight");
    if (weight == null) {
      return null;
    }
    if (weight instanceof JsonNumber number
        && number.isLong()
        && number.longValue() >= 0
        && number.longValue() <= WEIGHT_MOST) {
      return (int) number.longValue();
    }
    throw new IllegalArgumentException("must have a weight from 0 to 65535");
  }

  private static void answer(Exchange exchange, int status, JsonObject json) {
    exchange.response().clear();
    send(exchange, status, "application/json", json);
  }

  private static void problem(Exchange exchange, int status, String detail) {
    JsonObject json = Json.of("status", Json.of(status)).with("detail", Json.of(detail));
    send(exchange, status, "application/problem+json", json);
  }

  private static void send(Exchange exchange, int status, String type, JsonObject json) {
    exchange
        .response()
        .status(status)
        .field(FieldName.CONTENT_TYPE, type)
        .field(FieldName.CACHE_CONTROL, "no-store");
    exchange.respond(exchange.response(), Body.of(json.compact()));
  }

  /// A small body, whole.
  private final class Collecting implements BodyReader {
    private final Exchange exchange;
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    Collecting(Exchange exchange) {
      this.exchange = exchange;
      exchange.bodyLimit(BODY_MOST);
    }

    @Override
    public void data(ByteBuffer lent) {
      var copy = new byte[lent.remaining()];
      lent.get(copy);
      bytes.writeBytes(copy);
    }

    @Override
    public void end(Fields trailers) {
      patch(exchange, bytes.toString(StandardCharsets.UTF_8));
    }

    @Override
    public void failed(BodyFailure cause) {
      problem(exchange, cause.kind().status(), "The body must be whole and small.");
    }
  }
}
