package dev.varve.graph.shape;

import dev.varve.base.json.Json;
import dev.varve.base.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The cases of a sealed type, of which exactly one key must stand among the keys of the record.
public record OneOf<R, V>(Choice<V> choice, Function<R, V> of) implements Member<R, V> {
  @Override
  public @Nullable V read(JsonObject object, Reading at) {
    var present = new ArrayList<String>();
    for (String key : choice.keys()) {
      if (object.get(key) != null) {
        present.add(key);
      }
    }
    if (present.size() != 1) {
      at.problem(
          present.isEmpty() ? GraphCode.NOTHING_CHOSEN : GraphCode.CONFLICT,
          "must have exactly one of "
              + String.join(", ", choice.keys())
              + ", but has "
              + (present.isEmpty() ? "none" : String.join(" and ", present)),
          present.isEmpty() ? "add one" : "keep one");
      return null;
    }
    String key = present.getFirst();
    return choice.readCase(key, object.members().get(key), at.at(key));
  }

  @Override
  public void write(R record, Map<String, Json> into) {
    choice.writeCase(of.apply(record), into);
  }

  @Override
  public void brief(R record, Map<String, Json> into) {
    choice.briefCase(of.apply(record), into);
  }

  @Override
  public List<Field<?, ?>> fields() {
    return choice.fields();
  }
}
