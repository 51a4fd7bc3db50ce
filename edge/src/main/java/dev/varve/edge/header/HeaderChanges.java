package dev.varve.edge.header;

import dev.varve.edge.action.RoutedExchange;
import dev.varve.graph.route.HeaderOps;
import dev.varve.graph.term.Template;
import dev.varve.graph.term.Value;
import dev.varve.http.FieldName;
import dev.varve.http.Fields;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/// The header policy of a route, made ready: first remove, then set, then add. Immutable.
public final class HeaderChanges {
  /// Changes nothing.
  public static final HeaderChanges NONE =
      new HeaderChanges(new FieldName[0], new Change[0], new Change[0]);

  private final FieldName[] remove;
  private final Change[] set;
  private final Change[] add;

  private record Change(FieldName name, Template text) {}

  private HeaderChanges(FieldName[] remove, Change[] set, Change[] add) {
    this.remove = remove;
    this.set = set;
    this.add = add;
  }

  /// @param secrets what references stand for
  public static HeaderChanges of(HeaderOps ops, Function<Value, String> secrets) {
    if (ops.remove().isEmpty() && ops.set().isEmpty() && ops.add().isEmpty()) {
      return NONE;
    }
    return new HeaderChanges(
        ops.remove().stream().map(FieldName::of).toArray(FieldName[]::new),
        changes(ops.set(), secrets),
        changes(ops.add(), secrets));
  }

  private static Change[] changes(Map<String, Value> values, Function<Value, String> secrets) {
    List<Change> changes = new ArrayList<>();
    values.forEach(
        (name, value) -> changes.add(new Change(FieldName.of(name), template(value, secrets))));
    return changes.toArray(new Change[0]);
  }

  /// Placeholders are those of the graph; a secret's text is never looked into.
  private static Template template(Value value, Function<Value, String> secrets) {
    return switch (value) {
      case Value.Literal(String text) -> Template.parse(text);
      case Value.Env _, Value.Secret _ -> {
        String text = secrets.apply(value);
        yield new Template(text, List.of(new Template.Text(text)));
      }
    };
  }

  public void apply(Fields fields, RoutedExchange exchange, String target) {
    for (FieldName name : remove) {
      fields.remove(name);
    }
    for (Change change : set) {
      fields.set(change.name, text(change, exchange, target));
    }
    for (Change change : add) {
      fields.add(change.name, text(change, exchange, target));
    }
  }

  private static String text(Change change, RoutedExchange exchange, String target) {
    return Expansion.fill(change.text, exchange, Expansion.Place.HEADER, target);
  }
}
