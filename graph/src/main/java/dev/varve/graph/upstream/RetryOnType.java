package dev.varve.graph.upstream;

import dev.varve.base.json.Json;
import dev.varve.base.json.JsonNumber;
import dev.varve.graph.shape.Form;
import dev.varve.graph.shape.Reading;
import dev.varve.graph.shape.Type;
import dev.varve.graph.shape.Types;
import dev.varve.graph.upstream.RetryOn.Cause;
import dev.varve.graph.upstream.RetryOn.Failed;
import dev.varve.graph.upstream.RetryOn.Status;
import org.jspecify.annotations.Nullable;

/// Reads and writes [RetryOn].
final class RetryOnType implements Type<RetryOn> {
  private static final Type<Cause> CAUSE = Types.word(Cause.values());
  private static final Type<Integer> STATUS = Types.whole(400, 599);

  @Override
  public @Nullable RetryOn read(Json json, Reading at) {
    if (json instanceof JsonNumber) {
      Integer status = STATUS.read(json, at);
      return status == null ? null : new Status(status);
    }
    Cause cause = CAUSE.read(json, at);
    return cause == null ? null : new Failed(cause);
  }

  @Override
  public Json write(RetryOn value) {
    return switch (value) {
      case Failed failed -> CAUSE.write(failed.cause());
      case Status status -> STATUS.write(status.status());
    };
  }

  @Override
  public Form form() {
    return CAUSE.form().or(STATUS.form());
  }

  @Override
  public boolean accepts(Json json) {
    return CAUSE.accepts(json) || STATUS.accepts(json);
  }
}
