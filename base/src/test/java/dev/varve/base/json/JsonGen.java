package dev.varve.base.json;

import dev.varve.testkit.Choices;
import dev.varve.testkit.Gen;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.LinkedHashMap;

/// JSON values of all kinds, at most four deep.
final class JsonGen {
  private static final Gen<String> TEXTS = Gen.unicode(12);
  private static final Gen<Long> LONGS = Gen.longs(Long.MIN_VALUE, Long.MAX_VALUE);

  private JsonGen() {}

  static Gen<Json> values() {
    return choices -> value(choices, 4);
  }

  private static Json value(Choices choices, int depth) {
    return switch (choices.index(depth > 0 ? 8 : 6)) {
      case 0 -> JsonNull.NULL;
      case 1 -> Json.of(choices.below(2) == 1);
      case 2 -> Json.of(choices.below(100));
      case 3 -> Json.of(LONGS.draw(choices));
      case 4 -> decimal(choices);
      case 5 -> Json.of(TEXTS.draw(choices));
      case 6 -> Json.of(Gen.lists(inner -> value(inner, depth - 1), 5).draw(choices));
      default -> object(choices, depth);
    };
  }

  static JsonNumber decimal(Choices choices) {
    var digits = BigInteger.valueOf(LONGS.draw(choices));
    return new JsonNumber(new BigDecimal(digits, Gen.ints(-200, 200).draw(choices)));
  }

  private static JsonObject object(Choices choices, int depth) {
    var members = new LinkedHashMap<String, Json>();
    for (String name : Gen.lists(TEXTS, 5).draw(choices)) {
      members.put(name, value(choices, depth - 1));
    }
    return new JsonObject(members);
  }
}
