package dev.varve.graph.shape;

import dev.varve.base.json.Json;
import dev.varve.base.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// A nested record whose keys stand flat among those of the record around it.
public record Inline<R, P>(Shape<P> shape, Function<R, P> of) implements Member<R, P> {
  @Override
  public @Nullable P read(JsonObject object, Reading at) {
    return shape.readMembers(object, at);
  }

  @Override
  public void write(R record, Map<String, Json> into) {
    shape.writeMembers(of.apply(record), into);
  }

  @Override
  public void brief(R record, Map<String, Json> into) {
    shape.briefMembers(of.apply(record), into);
  }

  @Override
  public List<Field<?, ?>> fields() {
    return shape.fields();
  }
}
