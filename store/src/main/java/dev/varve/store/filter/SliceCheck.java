package dev.varve.store.filter;

import dev.varve.base.json.Json;
import dev.varve.base.json.JsonBoolean;
import dev.varve.base.json.JsonLimits;
import dev.varve.base.json.JsonNull;
import dev.varve.base.json.JsonNumber;
import dev.varve.base.json.JsonReader;
import dev.varve.base.json.JsonString;
import dev.varve.store.filter.Filter.Comparison;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;

/// A condition on one value, given as its JSON text; a start below zero means there is no value.
/// What these do not know how to do on text is done on the tree. One thread uses a test.
interface SliceCheck {
  boolean holds(byte[] text, int start, int end);

  /// The test of a condition on one path.
  static SliceCheck of(Filter condition) {
    return switch (condition) {
      case Filter.Exists _ -> (_, start, _) -> start >= 0;
      case Filter.Compare(_, Comparison comparison, Json value) ->
          compare(condition, comparison, value);
      case Filter.In in when in.values().size() <= 8 -> any(in);
      case Filter.Contains(_, Json value) -> new ContainsTest(value);
      case Filter.StartsWith(_, String prefix) ->
          new PrefixTest(utf8(prefix), new TreeTest(condition));
      case Filter.Matches(_, Regex regex) ->
          (text, start, end) ->
              start >= 0 && text[start] == '"' && regex.finds(string(text, start, end));
      case Filter.In _, Filter.All _, Filter.And _, Filter.Or _, Filter.Not _ ->
          new TreeTest(condition);
    };
  }

  private static SliceCheck compare(Filter condition, Comparison comparison, Json value) {
    if (comparison == Comparison.NE) {
      SliceCheck equal = equal(value);
      return (text, start, end) -> !equal.holds(text, start, end);
    }
    if (comparison == Comparison.EQ) {
      return equal(value);
    }
    return switch (value) {
      case JsonNumber number -> new NumberTest(comparison, number);
      case JsonString(String operand) -> new TextTest(comparison, utf8(operand));
      default -> new TreeTest(condition);
    };
  }

  /// Whether a value equals a constant.
  static SliceCheck equal(Json value) {
    return switch (value) {
      case JsonNull _ -> (text, start, _) -> start >= 0 && text[start] == 'n';
      case JsonBoolean bool -> {
        char first = bool.value() ? 't' : 'f';
        yield (text, start, _) -> start >= 0 && text[start] == first;
      }
      case JsonNumber number -> new NumberTest(Comparison.EQ, number);
      case JsonString(String operand) -> new TextTest(Comparison.EQ, utf8(operand));
      default -> new TreeTest(new Filter.Compare(FieldPath.DOCUMENT, Comparison.EQ, value));
    };
  }

  private static SliceCheck any(Filter.In in) {
    var tests = new ArrayList<SliceCheck>();
    in.values().forEach(value -> tests.add(equal(value)));
    SliceCheck[] each = tests.toArray(SliceCheck[]::new);
    return (text, start, end) -> {
      for (SliceCheck test : each) {
        if (test.holds(text, start, end)) {
          return true;
        }
      }
      return false;
    };
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /// The string whose JSON text, quotes included, stands here.
  static String string(byte[] text, int start, int end) {
    return RawJson.isPlain(text, start + 1, end - 1)
        ? new String(text, start + 1, end - start - 2, StandardCharsets.UTF_8)
        : ((JsonString) JsonReader.read(text, start, end, JsonLimits.DEFAULT)).value();
  }

  /// By way of the tree.
  record TreeTest(Filter condition) implements SliceCheck {
    @Override
    public boolean holds(byte[] text, int start, int end) {
      return TreeMatcher.holds(
          condition, start < 0 ? null : JsonReader.read(text, start, end, JsonLimits.DEFAULT));
    }
  }

  /// Compares numbers, mostly without making a [java.math.BigDecimal].
  final class NumberTest implements SliceCheck {
    private final Comparison comparison;
    private final JsonNumber operand;
    private final Decimal small = new Decimal();
    private final boolean isSmall;
    private final Decimal found = new Decimal();
    private final Decimal scaled = new Decimal();

    NumberTest(Comparison comparison, JsonNumber operand) {
      this.comparison = comparison;
      this.operand = operand;
      this.isSmall = small.read(operand);
    }

    @Override
    public boolean holds(byte[] text, int start, int end) {
      if (start < 0 || text[start] > '9' || text[start] < '-') {
        return false;
      }
      if (isSmall && found.read(text, start, end)) {
        if (found.scale() == small.scale() || found.rescale(small.scale())) {
          return comparison.holds(Long.compare(found.unscaled(), small.unscaled()));
        }
        scaled.read(operand);
        if (scaled.rescale(found.scale())) {
          return comparison.holds(Long.compare(found.unscaled(), scaled.unscaled()));
        }
      }
      return comparison.holds(Decimal.exact(text, start, end).compareTo(operand.value()));
    }
  }

  /// Compares strings as UTF-8, whose order is that of code points.
  final class TextTest implements SliceCheck {
    private final Comparison comparison;
    private final byte[] operand;

    TextTest(Comparison comparison, byte[] operand) {
      this.comparison = comparison;
      this.operand = operand;
    }

    @Override
    public boolean holds(byte[] text, int start, int end) {
      if (start < 0 || text[start] != '"') {
        return false;
      }
      if (!RawJson.isPlain(text, start + 1, end - 1)) {
        return comparison.holds(Arrays.compareUnsigned(utf8(string(text, start, end)), operand));
      }
      if (comparison == Comparison.EQ) {
        return Arrays.equals(text, start + 1, end - 1, operand, 0, operand.length);
      }
      return comparison.holds(
          Arrays.compareUnsigned(text, start + 1, end - 1, operand, 0, operand.length));
    }
  }

  /// Looks at the beginning of strings.
  final class PrefixTest implements SliceCheck {
    private final byte[] prefix;
    private final TreeTest tree;

    PrefixTest(byte[] prefix, TreeTest tree) {
      this.prefix = prefix;
      this.tree = tree;
    }

    @Override
    public boolean holds(byte[] text, int start, int end) {
      if (start < 0 || text[start] != '"') {
        return false;
      }
      int first = start + 1;
      if (!RawJson.isPlain(text, first, Math.min(end - 1, first + prefix.length))) {
        return tree.holds(text, start, end);
      }
      return end - 1 - first >= prefix.length
          && Arrays.equals(text, first, first + prefix.length, prefix, 0, prefix.length);
    }
  }

  /// Looks for an item in arrays and for a part in strings.
  final class ContainsTest implements SliceCheck {
    private final SliceCheck item;
    private final byte[] part;
    private final boolean isText;

    ContainsTest(Json value) {
      this.item = equal(value);
      this.isText = value instanceof JsonString;
      this.part = value instanceof JsonString(String text) ? utf8(text) : new byte[0];
    }

    @Override
    public boolean holds(byte[] text, int start, int end) {
      if (start < 0) {
        return false;
      }
      return switch (text[start]) {
        case '[' -> inArray(text, start, end);
        case '"' -> isText && inString(text, start, end);
        default -> false;
      };
    }

    private boolean inArray(byte[] text, int start, int end) {
      int at = RawJson.space(text, start + 1);
      while (text[at] != ']') {
        int stop = RawJson.skip(text, at, end);
        if (item.holds(text, at, stop)) {
          return true;
        }
        at = RawJson.space(text, stop);
        if (text[at] == ',') {
          at = RawJson.space(text, at + 1);
        }
      }
      return false;
    }

    private boolean inString(byte[] text, int start, int end) {
      if (RawJson.isPlain(text, start + 1, end - 1)) {
        return find(text, start + 1, end - 1);
      }
      byte[] plain = utf8(string(text, start, end));
      return find(plain, 0, plain.length);
    }

    private boolean find(byte[] text, int start, int end) {
      if (part.length == 0) {
        return true;
      }
      byte first = part[0];
      for (int at = start; at + part.length <= end; at++) {
        if (text[at] == first && Arrays.equals(text, at, at + part.length, part, 0, part.length)) {
          return true;
        }
      }
      return false;
    }
  }
}
