package dev.varve.store.query;

import dev.varve.base.json.Json;
import dev.varve.base.json.JsonArray;
import dev.varve.base.json.JsonObject;
import dev.varve.store.filter.FieldPath;
import dev.varve.store.filter.Meta;
import dev.varve.store.filter.Row;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The answer to a query: first its documents, one after the other, then what is known only after
/// the last of them. One thread uses it; it owns nothing but memory, so it need not be closed.
public final class Results implements Rows {
  private final Query query;
  private final Rows documents;
  private final @Nullable Tallies tallies;
  private final @Nullable FieldCut cut;
  private byte @Nullable [] last;
  private int given;
  private boolean ended;

  /// Gives rows together with their place in the order.
  interface Ordered extends Rows {
    /// The sort bytes of the row just given.
    byte[] order();
  }

  Results(Query query, Rows documents, @Nullable Tallies tallies) {
    this.query = query;
    this.documents = documents;
    this.tallies = tallies;
    this.cut = FieldCut.of(query.fields());
  }

  /// The next document of the page, cut to the fields wanted, valid until the next call; null at
  /// the end. Groups are not documents: see [#groups].
  @Override
  public @Nullable Row next() {
    if (ended) {
      return null;
    }
    Row row = documents.next();
    if (row == null) {
      ended = true;
      return null;
    }
    given++;
    if (given == query.page().limit() && documents instanceof Ordered ordered) {
      last = ordered.order();
    }
    return query.fields().isAll() ? row : cut(row);
  }

  private Row cut(Row row) {
    byte[] some = cut == null ? null : cut.of(row);
    byte[] bytes =
        some != null
            ? some
            : query.fields().apply(row.json(), row).compact().getBytes(StandardCharsets.UTF_8);
    return new Row.Held(row.key(), row.seq(), row.timeMillis(), row.author(), bytes);
  }

  private void finish() {
    while (next() != null) {
      // Aggregates are over the whole match, so every document has to be seen.
    }
  }

  /// Continues the query behind this page; null when the page was not full, and so was the last. A
  /// full page gives a cursor even where nothing follows.
  public @Nullable String cursor() {
    finish();
    return last == null ? null : Cursor.write(query, last);
  }

  /// The aggregates over all documents that match; empty for a query without, or with groups.
  public JsonObject aggregates() {
    finish();
    return tallies == null || query.aggregation().isGrouped() ? JsonObject.EMPTY : tallies.total();
  }

  /// The groups of a grouped query, sorted and cut to the page.
  public List<JsonObject> groups() {
    finish();
    if (tallies == null || !query.aggregation().isGrouped()) {
      return List.of();
    }
    List<JsonObject> all = tallies.groups(query.sort());
    int from = Math.min(all.size(), query.page().offset());
    int to = (int) Math.min(all.size(), (long) from + query.page().limit());
    return all.subList(from, to);
  }

  /// Everything at once, for small answers: `documents` or `groups`, and where there are any `next`
  /// (the cursor) and `aggregates`.
  public JsonObject json() {
    var members = new LinkedHashMap<String, Json>();
    if (query.aggregation().isGrouped()) {
      members.put("groups", new JsonArray(List.copyOf(groups())));
      return new JsonObject(members);
    }
    var rows = new ArrayList<Json>();
    for (Row row = next(); row != null; row = next()) {
      rows.add(envelope(row));
    }
    members.put("documents", new JsonArray(rows));
    String cursor = cursor();
    if (cursor != null) {
      members.put("next", Json.of(cursor));
    }
    if (!query.aggregation().isNone()) {
      members.put("aggregates", aggregates());
    }
    return new JsonObject(members);
  }

  /// Writes [#envelope] as text, the value as it is stored.
  public static void write(Row row, OutputStream out) throws IOException {
    String author = row.author();
    String head =
        "{\"key\":"
            + Json.of(row.key()).compact()
            + ",\"seq\":"
            + Long.toUnsignedString(row.seq())
            + ",\"time\":\""
            + Meta.timeText(row.timeMillis())
            + (author.isEmpty() ? "\"" : "\",\"author\":" + Json.of(author).compact())
            + ",\"value\":";
    out.write(head.getBytes(StandardCharsets.UTF_8));
    out.write(row.bytes(), row.start(), row.end() - row.start());
    out.write('}');
  }

  /// A document with its version: `{"key", "seq", "time", "author", "value"}`.
  public static JsonObject envelope(Row row) {
    var members = new LinkedHashMap<String, Json>();
    for (FieldPath.Source source : FieldPath.Source.values()) {
      Json value = source == FieldPath.Source.DOCUMENT ? null : row.value(source);
      if (value != null) {
        members.put(source.text().substring(1), value);
      }
    }
    members.put("value", row.json());
    return new JsonObject(members);
  }
}
