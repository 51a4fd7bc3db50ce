package dev.varve.testkit;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/// Makes values of one kind out of [Choices]. An own generator is a lambda that draws from others
/// and from the choices; it must draw nothing from anywhere else.
@FunctionalInterface
public interface Gen<T> {
  T draw(Choices choices);

  default <R> Gen<R> map(Function<? super T, ? extends R> change) {
    return choices -> change.apply(draw(choices));
  }

  default <R> Gen<R> flatMap(Function<? super T, Gen<R>> next) {
    return choices -> next.apply(draw(choices)).draw(choices);
  }

  static <T> Gen<T> always(T value) {
    return _ -> value;
  }

  /// From the first to the last, both included; shrinks towards the first, or towards zero where it
  /// lies between them.
  static Gen<Long> longs(long least, long most) {
    if (least < 0 && most > 0) {
      Gen<Long> up = longs(0, most);
      Gen<Long> down = longs(1, least == Long.MIN_VALUE ? Long.MAX_VALUE : -least).map(n -> -n);
      return anyOf(List.of(up, down));
    }
    long width = most - least;
    return choices ->
        least + (width == Long.MAX_VALUE ? choices.below(width) : choices.below(width + 1));
  }

  static Gen<Integer> ints(int least, int most) {
    return longs(least, most).map(Math::toIntExact);
  }

  static Gen<Boolean> booleans() {
    return choices -> choices.below(2) == 1;
  }

  /// One of the values; shrinks towards the first.
  @SafeVarargs
  static <T> Gen<T> of(T... values) {
    return choices -> values[choices.index(values.length)];
  }

  /// What one of the generators makes; shrinks towards the first.
  static <T> Gen<T> anyOf(List<? extends Gen<? extends T>> generators) {
    return choices -> generators.get(choices.index(generators.size())).draw(choices);
  }

  /// At most so many items.
  static <T> Gen<List<T>> lists(Gen<T> items, int most) {
    return choices -> {
      var list = new ArrayList<T>();
      while (list.size() < most && choices.below(most / 2 + 2L) != 0) {
        list.add(items.draw(choices));
      }
      return List.copyOf(list);
    };
  }

  /// At most so many bytes.
  static Gen<byte[]> bytes(int most) {
    return choices -> {
      var bytes = new ByteArrayOutputStream();
      while (bytes.size() < most && choices.below(most / 2 + 2L) != 0) {
        bytes.write(choices.index(256));
      }
      return bytes.toByteArray();
    };
  }

  /// Characters of the alphabet, at most so many.
  static Gen<String> strings(String alphabet, int most) {
    return lists(choices -> alphabet.charAt(choices.index(alphabet.length())), most)
        .map(list -> {
          var text = new StringBuilder();
          list.forEach(text::append);
          return text.toString();
        });
  }

  /// Well-formed Unicode: letters first, then controls, quotes, the edges of UTF-8's lengths and
  /// pairs of surrogates. At most so many code points.
  static Gen<String> unicode(int most) {
    return lists(choices -> codePoint(choices), most)
        .map(list -> {
          var text = new StringBuilder();
          list.forEach(text::appendCodePoint);
          return text.toString();
        });
  }

  private static int codePoint(Choices choices) {
    return switch (choices.index(8)) {
      case 0, 1, 2 -> 'a' + choices.index(26);
      case 3 -> ' ' + choices.index(95);
      case 4 -> choices.index(0x20);
      case 5 -> "\"\\/\u007f\u0080\u07ff\u0800\ud7ff\ue000\ufffd\uffff".charAt(choices.index(11));
      case 6 -> 0xA0 + choices.index(0xD000);
      default -> 0x1_0000 + choices.index(0x10_0000);
    };
  }
}
