package dev.varve.http.field;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// RFC 9651 sections 3 and 4, in the manner of the HTTP group's public test suite: what is read is
/// written again in its canonical form.
class StructuredFieldsTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "42|42",
        "0042|42",
        "-0|0",
        "-999999999999999|-999999999999999",
        "4.5|4.5",
        "1.500|1.5",
        "-0.0|0.0",
        "123456789012.123|123456789012.123",
        "\"hello \\\"x\\\" \\\\\"|\"hello \\\"x\\\" \\\\\"",
        "\"\"|\"\"",
        "foo123/456|foo123/456",
        "*a:b!#$%&'*+-.^_`|*a:b!#$%&'*+-.^_`",
        ":aGVsbG8=:|:aGVsbG8=:",
        ":aGVsbG8:|:aGVsbG8=:",
        ":YW=:|:YQ==:",
        ":YWJj=:|:YWJj:",
        "::|::",
        "?1|?1",
        "?0|?0",
        "@1659578233|@1659578233",
        "@-1|@-1",
        "%\"f%c3%bc%22\"|%\"f%c3%bc%22\"",
        "  a;b; c=1;c=2 |a;b;c=2",
      })
  void readsAndWritesItems(String text, String canonical) {
    assertThat(StructuredFields.item(text).map(StructuredFields::write)).contains(canonical);
    assertThat(StructuredFields.item(canonical).map(StructuredFields::write)).contains(canonical);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "1 2",
        "-",
        "--1",
        "+1",
        "1.",
        ".1",
        "1.2345",
        "1234567890123.1",
        "1000000000000000",
        "1..2",
        "\"open",
        "\"bad \\x\"",
        "\"bad \u0007\"",
        "\"ü\"",
        "'single'",
        "{x}",
        ":not base64!:",
        ":aGVsbG8",
        ":=:",
        ":YQ===:",
        ":Y:",
        "?2",
        "?",
        "@1.5",
        "@",
        "%\"%C3%BC\"",
        "%\"%c3\"",
        "%\"%f\"",
        "%x",
        "a;",
        "a;B",
        "a;b=",
        "a\t",
        "a, b",
      })
  void refusesItems(String text) {
    assertThat(StructuredFields.item(text)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      nullValues = "-",
      value = {
        "1,42|1, 42",
        "a \t, \t b|a, b",
        "(1 2);x, ( a  b ), ()|(1 2);x, (a b), ()",
        "(\"a\";b \"c\");d=?0|(\"a\";b \"c\");d=?0",
        "``|``",
        "1,|-",
        "1,,2|-",
        ",1|-",
        "1 2|-",
        "(1|-",
        "(1\t2)|-",
        "(1(2))|-",
        "(1,2)|-",
      })
  void readsAndWritesLists(String text, @Nullable String canonical) {
    assertThat(StructuredFields.list(text).map(StructuredFields::write).orElse(null))
        .isEqualTo(canonical);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      nullValues = "-",
      value = {
        "a=1,b=2|a=1, b=2",
        "a, b;x=1, c=(1 2);y|a, b;x=1, c=(1 2);y",
        "a=?1|a",
        "a=?0|a=?0",
        "a=1, b=2, a=3|a=3, b=2",
        "*a_-.1=x|*a_-.1=x",
        "a=|-",
        "a= 1|-",
        "A=1|-",
        "1a=1|-",
        "a=1,|-",
        "a b|-",
        "a;b=1 c|-",
      })
  void readsAndWritesDictionaries(String text, @Nullable String canonical) {
    assertThat(StructuredFields.dictionary(text).map(StructuredFields::write).orElse(null))
        .isEqualTo(canonical);
  }

  @Test
  void cannotMakeWhatCannotBeWritten() {
    assertThatIllegalArgumentException().isThrownBy(() -> new Bare.Whole(1_000_000_000_000_000L));
    assertThatIllegalArgumentException().isThrownBy(() -> new Bare.Decimal(new BigDecimal("1e12")));
    assertThatIllegalArgumentException().isThrownBy(() -> new Bare.Text("ü"));
    assertThatIllegalArgumentException().isThrownBy(() -> new Bare.Token("1x"));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Parameters.NONE.with("Key", new Bare.Truth(true)));
    assertThat(StructuredFields.write(Member.Item.of(new Bare.Decimal(new BigDecimal("1.0025")))))
        .isEqualTo("1.002");
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void survivesHostileText(long seed) {
    var random = new Random(seed);
    String likely = "a1-.\"\\:?@%();=, \t*üf";
    for (int i = 0; i < 20_000; i++) {
      var text = new StringBuilder();
      for (int length = random.nextInt(14); length > 0; length--) {
        text.append(likely.charAt(random.nextInt(likely.length())));
      }
      StructuredFields.list(text.toString())
          .ifPresent(list ->
              assertThat(StructuredFields.list(StructuredFields.write(list)))
                  .as("seed %d: %s", seed, text)
                  .contains(list));
      StructuredFields.dictionary(text.toString());
      StructuredFields.item(text.toString());
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"u=5, i|5|true", "u=0|0|false", "u=8|3|false", "u=x, i=?0|3|false", "((|3|false"})
  void readsPriorities(String value, int urgency, boolean incremental) {
    // RFC 9218 section 4.
    assertThat(Priority.of(value)).isEqualTo(new Priority(urgency, incremental));
    assertThat(Priority.of(new Priority(urgency, incremental).toString()))
        .isEqualTo(new Priority(urgency, incremental));
  }

  @Test
  void writesCacheStatusAndRateLimits() {
    // RFC 9211; draft-ietf-httpapi-ratelimit-headers.
    assertThat(CacheStatus.hit("varve", Duration.ofSeconds(30))).hasToString("varve;hit;ttl=30");
    assertThat(CacheStatus.forwarded("edge one", "uri-miss", true))
        .hasToString("\"edge one\";fwd=uri-miss;stored");
    var limit = new RateLimit("default", 100, Duration.ofMinutes(1), 50, Duration.ofMillis(29_001));
    assertThat(limit.state()).isEqualTo("\"default\";r=50;t=30");
    assertThat(limit.policyValue()).isEqualTo("\"default\";q=100;w=60");
  }
}
