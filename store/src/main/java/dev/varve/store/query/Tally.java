package dev.varve.store.query;

import dev.varve.base.Failure;
import dev.varve.base.json.Json;
import dev.varve.base.json.JsonArray;
import dev.varve.base.json.JsonLimits;
import dev.varve.base.json.JsonNull;
import dev.varve.base.json.JsonNumber;
import dev.varve.base.json.JsonReader;
import dev.varve.store.filter.Decimal;
import dev.varve.store.filter.OrderedBytes;
import dev.varve.store.problem.StoreCode;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Works out one aggregate while values come, and, where asked for, go again. Values come as JSON
/// text; a start below zero means there is none. One thread uses it.
sealed interface Tally {
  void add(byte[] text, int start, int end);

  /// Takes back a value that was added.
  void remove(byte[] text, int start, int end);

  Json result();

  /// @param removes whether values may go; then the least and greatest cost memory for each
  ///   different value
  /// @param budget shared by all tallies that remember values
  static Tally of(Aggregate.Function function, boolean removes, Budget budget) {
    return switch (function) {
      case COUNT -> new Count();
      case SUM -> new Sum(false);
      case AVG -> new Sum(true);
      case MIN -> removes ? new Values(function, budget) : new Extreme(-1);
      case MAX -> removes ? new Values(function, budget) : new Extreme(1);
      case DISTINCT -> new Values(function, budget);
    };
  }

  /// How many different values may still be remembered.
  final class Budget {
    private final int most;
    private int used;

    Budget(int most) {
      this.most = most;
    }

    void take() {
      if (++used > most) {
        throw new Failure(
            StoreCode.QUERY_TOO_LARGE,
            "aggregates must remember at most " + most + " different values",
            "narrow the filter, or count rather than list");
      }
    }

    void giveBack() {
      used--;
    }
  }

  /// Values that are there.
  final class Count implements Tally {
    private long count;

    @Override
    public void add(byte[] text, int start, int end) {
      count += start < 0 ? 0 : 1;
    }

    @Override
    public void remove(byte[] text, int start, int end) {
      count -= start < 0 ? 0 : 1;
    }

    @Override
    public Json result() {
      return Json.of(count);
    }
  }

  /// The exact sum of numbers. Small ones are summed as millionths in 64 bits.
  final class Sum implements Tally {
    private static final int SCALE = 6;

    private final boolean average;
    private final Decimal decimal = new Decimal();
    private BigDecimal rest = BigDecimal.ZERO;
    private long millionths;
    private long count;

    Sum(boolean average) {
      this.average = average;
    }

    @Override
    public void add(byte[] text, int start, int end) {
      if (start >= 0 && isNumber(text[start])) {
        count++;
        change(text, start, end, 1);
      }
    }

    @Override
    public void remove(byte[] text, int start, int end) {
      if (start >= 0 && isNumber(text[start])) {
        count--;
        change(text, start, end, -1);
      }
    }

    private static boolean isNumber(byte first) {
      return first == '-' || (first >= '0' && first <= '9');
    }

    private void change(byte[] text, int start, int end, int sign) {
      if (decimal.read(text, start, end) && decimal.rescale(SCALE)) {
        long change = sign * decimal.unscaled();
        long sum = millionths + change;
        if (((millionths ^ sum) & (change ^ sum)) < 0) {
          rest = rest.add(BigDecimal.valueOf(millionths, SCALE));
          sum = change;
        }
        millionths = sum;
      } else {
        BigDecimal value = Decimal.exact(text, start, end);
        rest = sign > 0 ? rest.add(value) : rest.subtract(value);
      }
    }

    @Override
    public Json result() {
      BigDecimal sum = rest.add(BigDecimal.valueOf(millionths, SCALE));
      if (!average) {
        return new JsonNumber(sum);
      }
      return count == 0
          ? JsonNull.NULL
          : new JsonNumber(sum.divide(BigDecimal.valueOf(count), MathContext.DECIMAL128));
    }
  }

  /// The least or greatest value, where none goes.
  final class Extreme implements Tally {
    private final int wanted;
    private final OrderedBytes candidate = new OrderedBytes();
    private byte @Nullable [] best;
    private Json value = JsonNull.NULL;

    /// @param wanted the sign of the comparison that makes a value better
    Extreme(int wanted) {
      this.wanted = wanted;
    }

    @Override
    public void add(byte[] text, int start, int end) {
      if (start < 0 || text[start] == 'n') {
        return;
      }
      candidate.clear();
      candidate.add(text, start, end);
      if (best == null || candidate.compareTo(best) * wanted > 0) {
        best = candidate.copy();
        value = JsonReader.read(text, start, end, JsonLimits.DEFAULT);
      }
    }

    @Override
    public void remove(byte[] text, int start, int end) {
      throw new IllegalStateException("an extreme must not lose values");
    }

    @Override
    public Json result() {
      return value;
    }
  }

  /// Every different value with how often it is there, in order.
  final class Values implements Tally {
    private final Aggregate.Function function;
    private final Budget budget;
    private final OrderedBytes order = new OrderedBytes();
    private final TreeMap<byte[], Counted> values = new TreeMap<>(Arrays::compareUnsigned);

    private static final class Counted {
      private final Json value;
      private long count = 1;

      Counted(Json value) {
        this.value = value;
      }
    }

    Values(Aggregate.Function function, Budget budget) {
      this.function = function;
      this.budget = budget;
    }

    private boolean counts(byte[] text, int start) {
      return start >= 0 && (function == Aggregate.Function.DISTINCT || text[start] != 'n');
    }

    private byte[] order(byte[] text, int start, int end) {
      order.clear();
      return order.add(text, start, end).copy();
    }

    @Override
    public void add(byte[] text, int start, int end) {
      if (!counts(text, start)) {
        return;
      }
      byte[] key = order(text, start, end);
      Counted known = values.get(key);
      if (known != null) {
        known.count++;
      } else {
        budget.take();
        values.put(key, new Counted(JsonReader.read(text, start, end, JsonLimits.DEFAULT)));
      }
    }

    @Override
    public void remove(byte[] text, int start, int end) {
      if (!counts(text, start)) {
        return;
      }
      byte[] key = order(text, start, end);
      Counted known = values.get(key);
      if (known == null) {
        throw new IllegalStateException("a value must have been added before it goes");
      }
      if (--known.count == 0) {
        values.remove(key);
        budget.giveBack();
      }
    }

    @Override
    public Json result() {
      if (function == Aggregate.Function.DISTINCT) {
        List<Json> all = new ArrayList<>();
        values.values().forEach(each -> all.add(each.value));
        return new JsonArray(all);
      }
      if (values.isEmpty()) {
        return JsonNull.NULL;
      }
      return function == Aggregate.Function.MIN
          ? values.firstEntry().getValue().value
          : values.lastEntry().getValue().value;
    }
  }
}
