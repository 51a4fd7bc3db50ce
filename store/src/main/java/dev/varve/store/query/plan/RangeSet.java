package dev.varve.store.query.plan;

import dev.varve.base.json.Json;
import dev.varve.store.filter.FieldPath;
import dev.varve.store.filter.Filter;
import dev.varve.store.filter.OrderedBytes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The values at one path that a filter lets pass, as ranges of their bytes: none empty, none
/// touching, rising.
///
/// @param ranges contain every value that may pass
/// @param exact whether every value in them does pass, whatever else the document holds
record RangeSet(List<ByteRange> ranges, boolean exact) {
  private static final int NOTHING = 1;
  private static final int NULL = 2;
  private static final int STRING = 6;
  private static final int ARRAY = 7;
  private static final int BEHIND = 9;

  /// The filter says nothing about the path.
  static final RangeSet ANY = new RangeSet(List.of(ByteRange.ALL), false);

  private static final RangeSet NONE = new RangeSet(List.of(), true);

  /// What a filter says about a path.
  static RangeSet of(Filter filter, FieldPath path) {
    return switch (filter) {
      case Filter.All _ -> new RangeSet(ANY.ranges, true);
      case Filter.And(var filters) -> {
        RangeSet set = new RangeSet(ANY.ranges, true);
        for (Filter each : filters) {
          set = set.and(of(each, path));
        }
        yield set;
      }
      case Filter.Or(var filters) -> {
        RangeSet set = NONE;
        for (Filter each : filters) {
          set = set.or(of(each, path));
        }
        yield set;
      }
      case Filter.Not(Filter inner) -> {
        RangeSet set = of(inner, path);
        yield set.exact ? set.not() : ANY;
      }
      case Filter.Compare compare when compare.path().equals(path) -> compare(compare);
      case Filter.In(FieldPath at, var values) when at.equals(path) -> {
        RangeSet set = NONE;
        for (Json value : values) {
          set = set.or(equal(value));
        }
        yield set;
      }
      case Filter.Exists(FieldPath at) when at.equals(path) -> range(tag(NULL), tag(BEHIND), true);
      case Filter.StartsWith(FieldPath at, String prefix) when at.equals(path) -> {
        byte[] start = new OrderedBytes().add(prefix).copy();
        yield cut(ByteRange.prefix(Arrays.copyOf(start, start.length - 2)));
      }
      case Filter.Matches(FieldPath at, _) when at.equals(path) ->
          range(tag(STRING), tag(ARRAY), false);
      case Filter.Contains(FieldPath at, _) when at.equals(path) ->
          range(tag(STRING), tag(ARRAY + 1), false);
      case Filter.Compare _,
          Filter.In _,
          Filter.Exists _,
          Filter.StartsWith _,
          Filter.Matches _,
          Filter.Contains _ ->
          ANY;
    };
  }

  private static RangeSet compare(Filter.Compare compare) {
    byte[] value = OrderedBytes.of(compare.value());
    byte[] least = tag(OrderedBytes.tag(compare.value()));
    if (compare.value() instanceof dev.varve.base.json.JsonBoolean) {
      least = tag(3);
    }
    byte[] behind = tag(least[0] == 3 ? 5 : least[0] + 1);
    return switch (compare.comparison()) {
      case EQ -> equal(compare.value());
      case NE -> {
        RangeSet set = equal(compare.value());
        yield set.exact ? set.not() : ANY;
      }
      case GT -> cut(new ByteRange(after(value), behind));
      case GTE -> cut(new ByteRange(value, behind));
      case LT -> cut(new ByteRange(least, value));
      case LTE -> cut(new ByteRange(least, after(value)));
    };
  }

  private static RangeSet equal(Json value) {
    return cut(ByteRange.prefix(OrderedBytes.of(value)));
  }

  /// Values end themselves, so what is above one starts above all that starts with it.
  private static byte[] after(byte[] value) {
    byte[] next = ByteRange.successor(value);
    return next == null ? value : next;
  }

  private static byte[] tag(int tag) {
    return new byte[] {(byte) tag};
  }

  /// Entries have long values cut, so bounds are cut as well, and then let in too much.
  private static RangeSet cut(ByteRange range) {
    byte[] from = range.from();
    byte[] to = range.to();
    boolean whole = true;
    if (from.length > IndexEntries.VALUE_MAX) {
      from = Arrays.copyOf(from, IndexEntries.VALUE_MAX);
      whole = false;
    }
    if (to != null && to.length > IndexEntries.VALUE_MAX) {
      to = ByteRange.successor(Arrays.copyOf(to, IndexEntries.VALUE_MAX));
      whole = false;
    }
    return range(from, to, whole);
  }

  private static RangeSet range(byte[] from, byte @Nullable [] to, boolean exact) {
    var range = new ByteRange(from, to);
    return new RangeSet(range.isEmpty() ? List.of() : List.of(range), exact);
  }

  /// Whether any value may pass.
  boolean isAll() {
    return ranges.size() == 1 && ranges.getFirst().to() == null && lowest(ranges.getFirst());
  }

  private static boolean lowest(ByteRange range) {
    return Arrays.compareUnsigned(range.from(), tag(NOTHING)) <= 0;
  }

  /// Whether every range is one value, and none is cut.
  boolean isPoints() {
    return ranges.stream()
        .allMatch(range -> range.isPoint() && range.from().length < IndexEntries.VALUE_MAX);
  }

  RangeSet and(RangeSet other) {
    var both = new ArrayList<ByteRange>();
    for (ByteRange a : ranges) {
      for (ByteRange b : other.ranges) {
        byte[] from = max(a.from(), b.from());
        var shared = new ByteRange(from, min(a.to(), b.to()));
        if (!shared.isEmpty()) {
          both.add(shared);
        }
      }
    }
    return new RangeSet(both, exact && other.exact);
  }

  RangeSet or(RangeSet other) {
    var all = new ArrayList<ByteRange>(ranges);
    all.addAll(other.ranges);
    all.sort((a, b) -> Arrays.compareUnsigned(a.from(), b.from()));
    var merged = new ArrayList<ByteRange>();
    for (ByteRange next : all) {
      ByteRange last = merged.isEmpty() ? null : merged.getLast();
      byte[] end = last == null ? null : last.to();
      if (last != null && end == null) {
        continue;
      }
      if (last != null && end != null && Arrays.compareUnsigned(next.from(), end) < 0) {
        merged.removeLast();
        byte[] nextEnd = next.to();
        merged.add(
            new ByteRange(
                last.from(),
                nextEnd == null || Arrays.compareUnsigned(nextEnd, end) > 0 ? nextEnd : end));
      } else {
        merged.add(next);
      }
    }
    return new RangeSet(merged, exact && other.exact);
  }

  private RangeSet not() {
    var gaps = new ArrayList<ByteRange>();
    byte[] from = new byte[0];
    boolean open = true;
    for (ByteRange range : ranges) {
      var gap = new ByteRange(from, range.from());
      if (!gap.isEmpty()) {
        gaps.add(gap);
      }
      byte[] to = range.to();
      if (to == null) {
        open = false;
        break;
      }
      from = to;
    }
    if (open) {
      gaps.add(new ByteRange(from, null));
    }
    return new RangeSet(gaps, true);
  }

  private static byte[] max(byte[] a, byte[] b) {
    return Arrays.compareUnsigned(a, b) >= 0 ? a : b;
  }

  private static byte @Nullable [] min(byte @Nullable [] a, byte @Nullable [] b) {
    if (a == null || b == null) {
      return a == null ? b : a;
    }
    return Arrays.compareUnsigned(a, b) <= 0 ? a : b;
  }
}
