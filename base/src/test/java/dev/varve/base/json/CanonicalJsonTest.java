package dev.varve.base.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.varve.testkit.Gen;
import dev.varve.testkit.Property;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CanonicalJsonTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "[]",
        "[[],{}]",
        "0",
        "-12.5",
        "0.0000001",
        "999999999999999999",
        "\"a \\\"\\\\\\b\\f\\n\\r\\t\"",
        "{\"\":1,\"a\":[true,false,null],\"aa\":{\"b\":\"\"}}",
        "\"\u00e9\ud83c\udf0a\u007f\""
      })
  void takesTextInCanonicalFormAsItIs(String text) {
    byte[] bytes = utf8(text);

    assertThat(CanonicalJson.read(bytes).bytes()).isSameAs(bytes);
    assertThat(JsonReader.read(bytes).canonical()).isEqualTo(bytes);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        " 1",
        "1 ",
        "[1, 2]",
        "-0",
        "0.0",
        "1.50",
        "1e2",
        "1E2",
        "0.00000001",
        "\"\\/\"",
        "\"\\u0041\"",
        "{\"b\":1,\"a\":2}",
        "{\"a\" :1}",
        "123456789012345678901234567890"
      })
  void makesOtherTextCanonical(String text) {
    byte[] bytes = utf8(text);

    assertThat(CanonicalJson.read(bytes).bytes())
        .isEqualTo(JsonReader.read(bytes).canonical())
        .isNotEqualTo(bytes);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{",
        "[1,]",
        "{\"a\"}",
        "{\"a\":1,\"a\":2}",
        "{\"\":1,\"\":2}",
        "01",
        "-",
        ".5",
        "1.",
        "tru",
        "\"\\x\"",
        "\"\n\"",
        "\"",
        "[1]]",
        "1,",
        "\u0000",
        "[1\u0000]",
        "nullx"
      })
  void refusesWhatIsNoJson(String text) {
    assertThatThrownBy(() -> CanonicalJson.read(utf8(text)))
        .isInstanceOf(JsonSyntaxException.class);
  }

  @Test
  void refusesWhatNestsTooDeep() {
    int most = JsonLimits.DEFAULT.depth();

    assertThat(CanonicalJson.read(utf8("[".repeat(most) + "]".repeat(most))).bytes())
        .hasSize(2 * most);
    assertThatThrownBy(() -> CanonicalJson.read(utf8("[".repeat(most + 1) + "]".repeat(most + 1))))
        .isInstanceOf(JsonSyntaxException.class);
  }

  @Test
  void refusesBytesThatAreNotUtf8() {
    assertThatThrownBy(() -> CanonicalJson.read(new byte[] {'"', (byte) 0xC0, (byte) 0x80, '"'}))
        .isInstanceOf(JsonSyntaxException.class);
    assertThatThrownBy(
            () -> CanonicalJson.read(new byte[] {'"', (byte) 0xED, (byte) 0xA0, (byte) 0x80, '"'}))
        .isInstanceOf(JsonSyntaxException.class);
  }

  /// Whatever a byte is changed to, both ways of reading agree.
  @Test
  void agreesWithTheTreeOnDamagedText() {
    Gen<byte[]> damaged =
        choices -> {
          byte[] text = JsonGen.values().draw(choices).canonical();
          int changes = choices.index(3);
          for (int i = 0; i < changes; i++) {
            String signs = "\"\\{}[]:,.-0159eEu \u0000\u00ff";
            text[choices.index(text.length)] = (byte) signs.charAt(choices.index(signs.length()));
          }
          return text;
        };

    Property.of(damaged)
        .holds(text ->
            assertThat(outcome(() -> CanonicalJson.read(text).bytes()))
                .isEqualTo(outcome(() -> JsonReader.read(text).canonical())));
  }

  private interface Reading {
    byte[] read();
  }

  private static String outcome(Reading reading) {
    try {
      return new String(reading.read(), StandardCharsets.ISO_8859_1);
    } catch (JsonSyntaxException _) {
      return "refused";
    }
  }

  @Test
  void keepsTheTreeItWasMadeFrom() {
    Json tree = Json.parse("{\"b\":1,\"a\":2}");

    CanonicalJson json = CanonicalJson.of(tree);

    assertThat(json.json()).isSameAs(tree);
    assertThat(json).asString().isEqualTo("{\"b\":1,\"a\":2}");
    assertThat(json).isEqualTo(CanonicalJson.read(utf8("{\"a\":2,\"b\":1}")));
    assertThat(CanonicalJson.read(json.bytes()).json()).isEqualTo(tree);
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
