package dev.varve.store.query;

import dev.varve.base.Failure;
import dev.varve.base.json.Json;
import dev.varve.base.json.JsonLimits;
import dev.varve.base.json.JsonObject;
import dev.varve.base.json.JsonReader;
import dev.varve.store.filter.FieldPath;
import dev.varve.store.filter.FieldScan;
import dev.varve.store.filter.OrderedBytes;
import dev.varve.store.filter.Row;
import dev.varve.store.problem.StoreCode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// All aggregates of a query, group by group, while rows come and, where asked for, go. The order
/// of groups is that of their values. One thread uses it.
public final class Tallies {
  private final Aggregation aggregation;
  private final boolean removes;
  private final QueryLimits limits;
  private final Tally.Budget budget;
  private final FieldPath[] paths;
  private final FieldScan scan;
  private final OrderedBytes order = new OrderedBytes();
  private final TreeMap<byte[], Group> groups = new TreeMap<>(Arrays::compareUnsigned);

  private static final class Group {
    private final JsonObject values;
    private final Tally[] tallies;
    private long rows;

    Group(JsonObject values, Tally[] tallies) {
      this.values = values;
      this.tallies = tallies;
    }
  }

  /// @param removes whether rows may go
  public Tallies(Aggregation aggregation, boolean removes, QueryLimits limits) {
    this.aggregation = aggregation;
    this.removes = removes;
    this.limits = limits;
    budget = new Tally.Budget(limits.distinct());
    var all = new ArrayList<FieldPath>(aggregation.group());
    aggregation.aggregates().forEach(each -> all.add(each.path()));
    paths = all.toArray(FieldPath[]::new);
    scan = new FieldScan(all);
    if (!aggregation.isGrouped()) {
      groups.put(new byte[0], group(JsonObject.EMPTY));
    }
  }

  private Group group(JsonObject values) {
    Tally[] tallies =
        aggregation.aggregates().stream()
            .map(each -> Tally.of(each.function(), removes, budget))
            .toArray(Tally[]::new);
    return new Group(values, tallies);
  }

  public void add(Row row) {
    scan.scan(row.bytes(), row.start(), row.end());
    byte[] key = key(row);
    Group group = groups.get(key);
    if (group == null) {
      if (groups.size() >= limits.groups()) {
        throw new Failure(
            StoreCode.QUERY_TOO_LARGE,
            "a query must have at most " + limits.groups() + " groups",
            "narrow the filter, or group by a path with fewer values");
      }
      group = group(values(row));
      groups.put(key, group);
    }
    group.rows++;
    change(group, row, true);
  }

  /// Takes back a row that was added.
  public void remove(Row row) {
    scan.scan(row.bytes(), row.start(), row.end());
    byte[] key = key(row);
    Group group = groups.get(key);
    if (group == null) {
      throw new IllegalStateException("a row must have been added before it goes");
    }
    change(group, row, false);
    if (--group.rows == 0 && aggregation.isGrouped()) {
      groups.remove(key);
    }
  }

  private byte[] key(Row row) {
    order.clear();
    for (int i = 0; i < aggregation.group().size(); i++) {
      if (paths[i].isMeta()) {
        order.add(row.value(paths[i].source()));
      } else {
        order.add(row.bytes(), scan.start(i), scan.end(i));
      }
    }
    return order.copy();
  }

  private JsonObject values(Row row) {
    var values = new LinkedHashMap<String, Json>();
    for (int i = 0; i < aggregation.group().size(); i++) {
      Json value =
          paths[i].isMeta()
              ? row.value(paths[i].source())
              : scan.start(i) < 0
                  ? null
                  : JsonReader.read(row.bytes(), scan.start(i), scan.end(i), JsonLimits.DEFAULT);
      if (value != null) {
        values.put(paths[i].toString(), value);
      }
    }
    return new JsonObject(values);
  }

  private void change(Group group, Row row, boolean adds) {
    int first = aggregation.group().size();
    for (int i = 0; i < group.tallies.length; i++) {
      FieldPath path = paths[first + i];
      byte[] text = row.bytes();
      int start = scan.start(first + i);
      int end = scan.end(first + i);
      if (path.isMeta()) {
        Json value = row.value(path.source());
        text = value == null ? text : value.compact().getBytes(StandardCharsets.UTF_8);
        start = value == null ? -1 : 0;
        end = text.length;
      }
      if (adds) {
        group.tallies[i].add(text, start, end);
      } else {
        group.tallies[i].remove(text, start, end);
      }
    }
  }

  /// The aggregates of the only group of a query without groups.
  public JsonObject total() {
    return new JsonObject(results(groups.firstEntry().getValue()));
  }

  /// Each group as `{"group": {...}, "total": 12}`, in the order of the groups' values, or, by the
  /// sort terms, of places in these objects.
  public List<JsonObject> groups(List<Sort> sort) {
    var rows = new ArrayList<JsonObject>();
    for (Group group : groups.values()) {
      var members = new LinkedHashMap<String, Json>();
      members.put("group", group.values);
      members.putAll(results(group));
      rows.add(new JsonObject(members));
    }
    if (!sort.isEmpty()) {
      rows.sort((a, b) -> compare(a, b, sort));
    }
    return rows;
  }

  private static int compare(JsonObject a, JsonObject b, List<Sort> sort) {
    for (Sort term : sort) {
      if (!term.path().isMeta()) {
        int order =
            Arrays.compareUnsigned(
                OrderedBytes.of(term.path().in(a)), OrderedBytes.of(term.path().in(b)));
        if (order != 0) {
          return term.descending() ? -order : order;
        }
      }
    }
    return 0;
  }

  private Map<String, Json> results(Group group) {
    var members = new LinkedHashMap<String, Json>();
    for (int i = 0; i < group.tallies.length; i++) {
      members.put(aggregation.aggregates().get(i).name(), group.tallies[i].result());
    }
    return members;
  }
}
