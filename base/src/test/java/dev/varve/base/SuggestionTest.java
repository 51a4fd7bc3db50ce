package dev.varve.base;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SuggestionTest {
  private static final List<String> KEYS = List.of("listen", "sites", "upstreams", "tls", "store");

  @ParameterizedTest
  @CsvSource({
    "lisen, listen",
    "listne, listen",
    "LISTEN, listen",
    "site, sites",
    "upstream, upstreams",
    "tsl, tls",
    "sotre, store",
    "stores, store"
  })
  void findsTheWordThatWasMeant(String word, String meant) {
    assertThat(Suggestion.nearest(word, KEYS)).contains(meant);
  }

  @ParameterizedTest
  @CsvSource({"xyz", "certificates", "''"})
  void staysSilentWhereNothingIsNear(String word) {
    assertThat(Suggestion.nearest(word, KEYS)).isEmpty();
  }

  @Test
  void ofEquallyNearWordsTheFirstIsMeant() {
    assertThat(Suggestion.nearest("cat", List.of("bat", "hat"))).contains("bat");
    assertThat(Suggestion.nearest("cat", List.of())).isEmpty();
  }
}
