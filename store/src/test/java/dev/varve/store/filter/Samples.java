package dev.varve.store.filter;

import dev.varve.base.json.Json;
import dev.varve.base.json.JsonArray;
import dev.varve.base.json.JsonNull;
import dev.varve.base.json.JsonNumber;
import dev.varve.base.json.JsonObject;
import dev.varve.store.filter.FieldPath.Source;
import dev.varve.store.filter.FieldPath.Step;
import dev.varve.store.filter.Filter.Comparison;
import dev.varve.store.query.Rows;
import dev.varve.store.query.Sort;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/// Random documents, paths, filters and queries from small alphabets, so that they often meet.
public final class Samples {
  private static final List<String> NAMES =
      List.of("a", "b", "c", "name", "and", "x.y", "", "ü", "qu\"o'te", "\u0001", "-n", "0", "😀");
  private static final List<String> TEXTS =
      List.of(
          "",
          "a",
          "ab",
          "abc",
          "b",
          "A",
          "ü",
          "\uffff",
          "😀",
          "\u0000",
          "a\u0000",
          "a\\b",
          "x'y\"z",
          "line\nfeed",
          "longer text that spans more than one word of eight bytes",
          "10",
          "/s/");
  private static final List<String> NUMBERS =
      List.of(
          "0",
          "1",
          "-1",
          "2",
          "10",
          "100",
          "9",
          "-10",
          "1.5",
          "-1.5",
          "0.1",
          "0.10001",
          "1e30",
          "-1e30",
          "1e-30",
          "9223372036854775807",
          "9223372036854775808",
          "-9223372036854775808",
          "123456789012345678",
          "1234567890123456789",
          "0.000000001",
          "12345.678",
          "99.99",
          "1e-7",
          "1e9999",
          "-1e-9999",
          "120",
          "12",
          "1.2");
  private static final List<String> EXPRESSIONS =
      List.of("^a", "b$", "a.c", "[0-9]+", "", "(?i)A", "\\\\", "/");

  private final Random random;

  public Samples(long seed) {
    random = new Random(seed);
  }

  public Random random() {
    return random;
  }

  public <T> T one(List<T> of) {
    return of.get(random.nextInt(of.size()));
  }

  public Json json(int depth) {
    return switch (random.nextInt(depth > 0 ? 10 : 7)) {
      case 0 -> JsonNull.NULL;
      case 1 -> Json.of(random.nextBoolean());
      case 2, 3 -> number();
      case 4, 5, 6 -> Json.of(text());
      case 7 -> array(depth - 1);
      default -> object(depth - 1);
    };
  }

  public JsonNumber number() {
    return new JsonNumber(
        random.nextBoolean()
            ? new BigDecimal(one(NUMBERS))
            : BigDecimal.valueOf(random.nextInt(400) - 200, random.nextInt(4)));
  }

  public String text() {
    return one(TEXTS);
  }

  public String name() {
    return one(NAMES);
  }

  public JsonArray array(int depth) {
    var items = new ArrayList<Json>();
    for (int i = random.nextInt(4); i > 0; i--) {
      items.add(json(depth));
    }
    return new JsonArray(items);
  }

  public JsonObject object(int depth) {
    var members = new LinkedHashMap<String, Json>();
    for (int i = random.nextInt(6); i > 0; i--) {
      members.put(name(), json(depth));
    }
    return new JsonObject(members);
  }

  public FieldPath path() {
    if (random.nextInt(12) == 0) {
      return new FieldPath(
          one(List.of(Source.KEY, Source.SEQ, Source.TIME, Source.AUTHOR)), List.of());
    }
    var steps = new ArrayList<Step>();
    int count = random.nextInt(12) == 0 ? 0 : random.nextInt(8) == 0 ? 3 : 1 + random.nextInt(2);
    for (int i = 0; i < count; i++) {
      steps.add(
          random.nextInt(5) == 0 ? new Step.Index(random.nextInt(3)) : new Step.Member(name()));
    }
    return new FieldPath(Source.DOCUMENT, steps);
  }

  public Filter filter(int depth) {
    return switch (random.nextInt(depth > 0 ? 14 : 10)) {
      case 0, 1, 2 -> compare();
      case 3 -> new Filter.In(path(), new LinkedHashSet<>(many()));
      case 4, 5 -> new Filter.Contains(path(), json(1));
      case 6 -> new Filter.Exists(path());
      case 7 -> new Filter.StartsWith(path(), text());
      case 8 -> new Filter.Matches(path(), Regex.of(one(EXPRESSIONS)));
      case 9 -> random.nextInt(4) == 0 ? Filter.all() : compare();
      case 10, 11 -> new Filter.And(filters(depth - 1));
      case 12 -> new Filter.Or(filters(depth - 1));
      default -> new Filter.Not(filter(depth - 1));
    };
  }

  private List<Json> many() {
    var values = new ArrayList<Json>();
    for (int i = 1 + random.nextInt(12); i > 0; i--) {
      values.add(json(1));
    }
    return values;
  }

  private List<Filter> filters(int depth) {
    var filters = new ArrayList<Filter>();
    for (int i = 2 + random.nextInt(2); i > 0; i--) {
      filters.add(filter(depth));
    }
    return filters;
  }

  private Filter compare() {
    Comparison comparison = one(List.of(Comparison.values()));
    Json value = json(1);
    while (comparison.ordered() && !Filter.Compare.hasOrder(value)) {
      value = json(0);
    }
    return new Filter.Compare(path(), comparison, value);
  }

  /// Rows in the order of their keys, with documents written in canonical or in spacious form.
  public List<Row.Held> rows(int count) {
    var rows = new ArrayList<Row.Held>();
    for (int i = 0; i < count; i++) {
      Json document = random.nextInt(10) == 0 ? json(1) : object(3);
      rows.add(row("k" + (10_000 + i), i + 1, document));
    }
    return rows;
  }

  public Row.Held row(String key, long seq, Json document) {
    byte[] bytes =
        switch (random.nextInt(3)) {
          case 0 -> document.canonical();
          case 1 -> document.compact().getBytes(StandardCharsets.UTF_8);
          default -> document.pretty().getBytes(StandardCharsets.UTF_8);
        };
    return new Row.Held(
        key, seq, 1_700_000_000_000L + seq * 1000, one(List.of("", "ann", "bob")), bytes);
  }

  public List<Sort> sort() {
    var terms = new ArrayList<Sort>();
    for (int i = random.nextInt(4); i > 0; i--) {
      terms.add(new Sort(path(), random.nextBoolean()));
    }
    return terms;
  }

  /// Rows one after the other, each in a buffer that the next call overwrites.
  public static Rows reusing(List<? extends Row> rows) {
    return new Rows() {
      private final Reused row = new Reused();
      private int at;

      @Override
      public @Nullable Row next() {
        if (at == rows.size()) {
          return null;
        }
        row.take(rows.get(at++));
        return row;
      }
    };
  }

  private static final class Reused implements Row {
    private final byte[] buffer = new byte[1 << 16];
    private Row held = new Row.Held("", 0, 0, "", new byte[0]);

    void take(Row next) {
      held = next;
      java.util.Arrays.fill(buffer, (byte) '"');
      System.arraycopy(next.bytes(), next.start(), buffer, 3, next.end() - next.start());
    }

    @Override
    public String key() {
      return held.key();
    }

    @Override
    public long seq() {
      return held.seq();
    }

    @Override
    public long timeMillis() {
      return held.timeMillis();
    }

    @Override
    public String author() {
      return held.author();
    }

    @Override
    public byte[] bytes() {
      return buffer;
    }

    @Override
    public int start() {
      return 3;
    }

    @Override
    public int end() {
      return 3 + held.end() - held.start();
    }
  }
}
