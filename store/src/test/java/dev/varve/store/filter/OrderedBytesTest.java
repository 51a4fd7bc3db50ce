package dev.varve.store.filter;

import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.base.json.Json;
import dev.varve.base.json.JsonNumber;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class OrderedBytesTest {
  @Test
  void putsTypesAndValuesInTheDocumentedOrder() {
    List<String> ascending =
        List.of(
            "null",
            "false",
            "true",
            "-1e30",
            "-10",
            "-9.5",
            "-1e-9999",
            "0",
            "1e-9999",
            "0.1",
            "0.10001",
            "1",
            "9",
            "10",
            "10.5",
            "11",
            "100",
            "9223372036854775807",
            "9223372036854775808",
            "1e30",
            "\"\"",
            "\"\\u0000\"",
            "\"A\"",
            "\"a\"",
            "\"a\\u0000\"",
            "\"ab\"",
            "\"ü\"",
            "\"\uffff\"",
            "\"😀\"",
            "[]",
            "[null]",
            "[1]",
            "[1,2]",
            "[2]",
            "{}",
            "{\"a\":1}",
            "{\"a\":1,\"b\":1}",
            "{\"a\":2}",
            "{\"b\":0}");
    for (int i = 0; i < ascending.size(); i++) {
      for (int j = 0; j < ascending.size(); j++) {
        Json a = Json.parse(ascending.get(i));
        Json b = Json.parse(ascending.get(j));
        int wanted = Integer.compare(i, j);

        assertThat(Integer.signum(JsonOrder.TOTAL.compare(a, b)))
            .as("%s, %s", a, b)
            .isEqualTo(wanted);
        assertThat(compareBytes(a, b)).as("%s, %s", a, b).isEqualTo(wanted);
      }
    }
  }

  private static int compareBytes(Json a, Json b) {
    return Integer.signum(Arrays.compareUnsigned(OrderedBytes.of(a), OrderedBytes.of(b)));
  }

  @Test
  void ordersBytesAsValues() {
    for (long seed = 0; seed < 20_000; seed++) {
      var samples = new Samples(seed);
      Json a = samples.json(3);
      Json b = samples.json(3);

      int order = Integer.signum(JsonOrder.TOTAL.compare(a, b));
      assertThat(compareBytes(a, b)).as("seed %d: %s, %s", seed, a, b).isEqualTo(order);
      assertThat(order == 0).as("seed %d", seed).isEqualTo(a.equals(b));
    }
  }

  @Test
  void ordersNumbersOfAllSizes() {
    var random = new Random(7);
    for (int i = 0; i < 50_000; i++) {
      BigDecimal a =
          new BigDecimal(
              new java.math.BigInteger(random.nextInt(120), random), random.nextInt(80) - 40);
      BigDecimal b =
          random.nextBoolean() ? a.add(new BigDecimal("1e-" + random.nextInt(50))) : a.negate();
      Json x = new JsonNumber(random.nextBoolean() ? a : a.negate());
      Json y = new JsonNumber(random.nextBoolean() ? b : b.negate());

      assertThat(compareBytes(x, y)).as("%s, %s", x, y).isEqualTo(JsonOrder.TOTAL.compare(x, y));
    }
  }

  @Test
  void comparesTuplesTermByTermUpAndDown() {
    for (long seed = 0; seed < 5_000; seed++) {
      var samples = new Samples(seed);
      Json a1 = samples.json(1);
      Json a2 = samples.json(1);
      Json b1 = samples.random().nextInt(3) == 0 ? a1 : samples.json(1);
      Json b2 = samples.json(1);

      int first = JsonOrder.TOTAL.compare(a1, b1);
      int wanted = first != 0 ? first : -JsonOrder.TOTAL.compare(a2, b2);
      assertThat(Integer.signum(Arrays.compareUnsigned(tuple(a1, a2), tuple(b1, b2))))
          .as("seed %d", seed)
          .isEqualTo(Integer.signum(wanted));
    }
  }

  private static byte[] tuple(Json up, Json down) {
    var bytes = new OrderedBytes().add(up);
    int from = bytes.size();
    bytes.add(down);
    bytes.invert(from);
    return bytes.copy();
  }

  @Test
  void writesTextAndTreeAlike() {
    for (long seed = 0; seed < 5_000; seed++) {
      Json value = new Samples(seed).json(3);
      byte[] text = value.compact().getBytes(StandardCharsets.UTF_8);

      assertThat(new OrderedBytes().add(text, 0, text.length).copy())
          .as("seed %d: %s", seed, value)
          .isEqualTo(OrderedBytes.of(value));
    }
    for (String number :
        List.of("-0", "0.0", "1.0", "100", "1E2", "1e+2", "10e1", "0.001e5", "-0.0e9")) {
      byte[] text = number.getBytes(StandardCharsets.UTF_8);
      assertThat(new OrderedBytes().add(text, 0, text.length).copy())
          .as(number)
          .isEqualTo(OrderedBytes.of(Json.parse(number)));
    }
  }

  @Test
  void putsNothingBeforeNull() {
    assertThat(Arrays.compareUnsigned(OrderedBytes.of(null), OrderedBytes.of(Json.parse("null"))))
        .isNegative();
  }
}
