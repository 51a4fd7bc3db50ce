package dev.varve.store.filter;

import dev.varve.base.json.Json;
import dev.varve.base.json.JsonString;
import java.util.Iterator;
import java.util.List;

/// Writes filters as text that reads back as the same filter.
final class FilterWriter {
  private final StringBuilder out = new StringBuilder();

  String write(Filter filter) {
    append(filter);
    return out.toString();
  }

  private void append(Filter filter) {
    switch (filter) {
      case Filter.All _ -> out.append("true");
      case Filter.Compare(FieldPath path, var comparison, Json value) -> {
        out.append(path).append(' ').append(comparison.sign()).append(' ');
        value(value);
      }
      case Filter.In(FieldPath path, var values) -> in(path, values.iterator());
      case Filter.Contains(FieldPath path, Json value) -> {
        out.append(path).append(" contains ");
        value(value);
      }
      case Filter.Exists(FieldPath path) -> out.append(path).append(" exists");
      case Filter.StartsWith(FieldPath path, String prefix) -> {
        out.append(path).append(" startsWith ");
        FilterText.quote(out, prefix);
      }
      case Filter.Matches(FieldPath path, Regex regex) -> {
        out.append(path).append(" matches ");
        FilterText.quote(out, regex.pattern());
      }
      case Filter.And(var filters) -> joined(filters, " and ");
      case Filter.Or(var filters) -> joined(filters, " or ");
      case Filter.Not(Filter inner) -> {
        out.append("not ");
        part(inner);
      }
    }
  }

  private void joined(List<Filter> filters, String word) {
    for (int i = 0; i < filters.size(); i++) {
      out.append(i == 0 ? "" : word);
      part(filters.get(i));
    }
  }

  private void part(Filter filter) {
    boolean group = filter instanceof Filter.And || filter instanceof Filter.Or;
    out.append(group ? "(" : "");
    append(filter);
    out.append(group ? ")" : "");
  }

  private void in(FieldPath path, Iterator<Json> values) {
    out.append(path).append(" in (");
    while (values.hasNext()) {
      value(values.next());
      out.append(values.hasNext() ? ", " : ")");
    }
  }

  private void value(Json value) {
    if (value instanceof JsonString(String text)) {
      FilterText.quote(out, text);
    } else {
      out.append(value.compact());
    }
  }
}
