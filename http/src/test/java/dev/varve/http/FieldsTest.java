package dev.varve.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FieldsTest {
  @Test
  void keepsOrderAndRepeatedFields() {
    var fields = Fields.of("Set-Cookie", "a=b", "X", "1", "set-cookie", "c=d");
    assertThat(fields.values(FieldName.SET_COOKIE)).containsExactly("a=b", "c=d");
    assertThat(fields.toString()).isEqualTo("Set-Cookie: a=b\nX: 1\nset-cookie: c=d\n");
    assertThat(fields.count(FieldName.SET_COOKIE)).isEqualTo(2);
  }

  @Test
  void findsNamesOfAnyCaseAndLength() {
    for (String name :
        new String[] {"a", "Host", "seven-7", "eight--8", "Content-Length", "x-Y-z-0"}) {
      var fields = Fields.of("other", "1", name, "2");
      assertThat(fields.value(FieldName.of(name.toUpperCase(java.util.Locale.ROOT))))
          .isEqualTo("2");
      assertThat(fields.value(FieldName.of(name + "x"))).isNull();
    }
  }

  @Test
  void replacesAndRemoves() {
    var fields = Fields.of("a", "1", "b", "2", "A", "3");
    fields.set(FieldName.of("a"), "4");
    assertThat(fields.toString()).isEqualTo("b: 2\na: 4\n");
    assertThat(fields.remove(FieldName.of("b"))).isTrue();
    assertThat(fields.remove(FieldName.of("b"))).isFalse();
    assertThat(fields.size()).isEqualTo(1);
  }

  @Test
  void copiesFromOthersAndTakesBytesAndNumbers() {
    byte[] bytes = "name-value".getBytes(StandardCharsets.US_ASCII);
    var fields =
        new Fields()
            .add(bytes, 0, 4, 5, 10)
            .add(FieldName.AGE, 0)
            .add(FieldName.CONTENT_LENGTH, Long.MAX_VALUE);
    var copy = new Fields().copy(fields).copy(fields, 0);
    assertThat(copy.toString())
        .isEqualTo("name: value\nage: 0\ncontent-length: 9223372036854775807\nname: value\n");
  }

  @Test
  void knowsTokensOfLists() {
    var fields = Fields.of("Connection", "keep-alive , Upgrade", "connection", "x");
    assertThat(fields.hasToken(FieldName.CONNECTION, "upgrade")).isTrue();
    assertThat(fields.hasToken(FieldName.CONNECTION, "x")).isTrue();
    assertThat(fields.hasToken(FieldName.CONNECTION, "alive")).isFalse();
    assertThat(fields.hasToken(FieldName.CONNECTION, "")).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"a\rb", "a\nb", "a\0b", "a\u007f", "a\u0001", "\u0100"})
  void refusesValuesThatWouldSplitAMessage(String value) {
    var fields = Fields.of("a", "b");
    assertThatThrownBy(() -> fields.add("x", value)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> fields.set(FieldName.AGE, value))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(fields.toString()).isEqualTo("a: b\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "a b", "a:", "\u00e4", "a\r\nb", "(a)"})
  void refusesNamesThatAreNoTokens(String name) {
    assertThatThrownBy(() -> new Fields().add(name, "x"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> FieldName.of(name)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void givesMemoryOfLargeMessagesBack() {
    var fields = new Fields();
    fields.add("a", "x".repeat(100_000));
    fields.clear();
    assertThat(fields.array()).isEmpty();
    assertThat(fields.add("b", "c").value(FieldName.of("b"))).isEqualTo("c");
  }
}
