package dev.varve.control.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.varve.control.identity.StoreAccess.Grant;
import dev.varve.control.identity.StoreAccess.Role;
import dev.varve.store.History;
import dev.varve.store.Origin;
import dev.varve.store.Store;
import dev.varve.store.local.LocalStore;
import dev.varve.testkit.FakeClock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Keys open what they grant, as long as they are there.
final class KeysTest {
  private static final List<Grant> GRANTS = List.of(new Grant("app*", Role.WRITE));

  private final Store store = LocalStore.inMemory();
  private final FakeClock clock = new FakeClock();
  private final Keys keys = new Keys(store, clock);

  @AfterEach
  void close() {
    store.close();
  }

  private Keys.Created create(@Nullable Duration lasting) {
    return keys.create(
        "ci", GRANTS, lasting == null ? null : clock.now().plus(lasting), Origin.of("ann"));
  }

  @Test
  void aKeyOpensWhatItGrants() {
    Keys.Created created = create(null);

    Optional<StoreAccess> access = keys.judge("Bearer " + created.token());

    assertThat(access).contains(new StoreAccess("key:ci", GRANTS));
  }

  @Test
  void theSecretIsKeptNowhere() {
    Keys.Created created = create(null);
    String secret = created.token().substring(20);

    String stored = store.get(Keys.SPACE, created.key().id()).orElseThrow().value().compact();

    assertThat(stored).doesNotContain(secret);
    assertThat(created.toString()).doesNotContain(secret);
    assertThat(created.key().shown().compact()).doesNotContain(created.key().hash());
  }

  @Test
  void aRevokedKeyOpensNothingAndStaysInTheHistory() {
    Keys.Created created = create(null);

    assertThat(keys.revoke(created.key().id(), Origin.of("bob"))).isTrue();

    assertThat(keys.judge("Bearer " + created.token())).isEmpty();
    assertThat(keys.revoke(created.key().id(), Origin.of("bob"))).isFalse();
    assertThat(keys.list()).isEmpty();
    assertThat(store.log(Keys.SPACE, created.key().id(), History.Page.first(9)).versions())
        .extracting(each -> each.origin().author())
        .containsExactly("bob", "ann");
  }

  @Test
  void aKeyEndsWhenItExpires() {
    String token = "Bearer " + create(Duration.ofDays(1)).token();

    clock.advance(Duration.ofHours(23));
    assertThat(keys.judge(token)).isPresent();
    clock.advance(Duration.ofHours(1));
    assertThat(keys.judge(token)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "Bearer",
        "Bearer ",
        "Bearer vk_",
        "Bearer vk_0000000000000000_",
        "Basic vk_0000000000000000_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
        "Bearer vk_0000000000000000_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
      })
  void whatIsNoKeyOpensNothing(String authorization) {
    create(null);

    assertThat(keys.judge(authorization)).isEmpty();
  }

  @Test
  void theSecretOfOneKeyDoesNotOpenAnother() {
    String one = create(null).token();
    String other = create(null).token();

    assertThat(keys.judge("Bearer " + one.substring(0, 20) + other.substring(20))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "two words", "a/b", ".x", "\n"})
  void aNameIsAWord(String name) {
    assertThatThrownBy(() -> keys.create(name, GRANTS, null, Origin.NONE))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("name must");
  }

  /// What a key grants and what a route allows, and what is left of both.
  @ParameterizedTest
  @CsvSource({
    "app*:WRITE, *:ADMIN, app*:WRITE",
    "*:ADMIN, app*:READ, app*:READ",
    "app1:WRITE, app*:WRITE, app1:WRITE",
    "app*:READ, app1:WRITE, app1:READ",
    "app*:READ, other*:WRITE, ''",
    "app:READ, app:WRITE, app:READ",
    "app:READ, apple:WRITE, ''"
  })
  void limitsNarrowWhatAKeyGrants(String key, String limit, String left) {
    StoreAccess common = access(key).within(access(limit));

    assertThat(common).isEqualTo(left.isEmpty() ? new StoreAccess("x", List.of()) : access(left));
  }

  private static StoreAccess access(String text) {
    String[] parts = text.split(":", 2);
    return new StoreAccess("x", List.of(new Grant(parts[0], Role.valueOf(parts[1]))));
  }
}
