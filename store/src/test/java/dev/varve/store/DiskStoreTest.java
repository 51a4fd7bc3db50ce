package dev.varve.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.varve.base.json.Json;
import dev.varve.store.contract.DurableStoreTest;
import dev.varve.store.local.LocalStore;
import dev.varve.store.problem.StoreCode;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/// The contract on disk, and what only a disk can show.
class DiskStoreTest extends DurableStoreTest {
  @Override
  protected Store open() {
    return LocalStore.open(
        directory,
        StoreOptions.DEFAULT.with(clock).withSegmentBytes(256 << 10).withBackground(false));
  }

  /// The checkpoint may be from before compaction forgot it.
  @Test
  void doesNotRememberAKeyAgainThatCompactionForgot() throws Exception {
    var config =
        NamespaceConfig.DEFAULT.with(new Retention.KeepFor(java.time.Duration.ofMinutes(1)));
    store.configure("docs", config).version();
    put("a", "1");
    put("b", "1");
    store.delete("docs", "a").version();
    store.compact();
    Path index = directory.resolve("index");
    byte[] before = java.nio.file.Files.readAllBytes(index);
    clock.advance(java.time.Duration.ofHours(1));

    store.compact();

    long keys = store.status().keys();
    reopen();
    assertThat(store.status().keys()).isEqualTo(keys);
    store.close();
    java.nio.file.Files.write(index, before);
    store = open();
    assertThat(store.status().keys()).isEqualTo(keys);
    put("a", "2");
    assertThat(store.status().keys()).isEqualTo(keys + 1);
    assertThat(store.keys("docs", Scan.ALL).keys()).containsExactly("a", "b");
    assertThat(store.verify()).isEmpty();
  }

  @Test
  void spreadsOverSegments() {
    for (int i = 0; i < 50; i++) {
      put("k" + i % 5, "{\"i\":" + i + ",\"pad\":\"" + "x".repeat(20_000) + "\"}");
    }

    assertThat(store.status().segments()).isGreaterThan(2);
  }

  @Test
  void verifiesEveryRecordAndNamesTheDamagedOne() throws Exception {
    for (int i = 0; i < 50; i++) {
      put("k" + i % 3, Json.of("value " + i).compact());
    }
    assertThat(store.verify()).isEmpty();
    Path log = directory.resolve("00000001-0.log");
    String content =
        java.nio.file.Files.readString(log, java.nio.charset.StandardCharsets.ISO_8859_1);
    int at = content.indexOf("value 17");
    try (var file =
        java.nio.channels.FileChannel.open(log, java.nio.file.StandardOpenOption.WRITE)) {
      file.write(java.nio.ByteBuffer.wrap(new byte[] {'V'}), at);
    }

    assertThat(store.verify())
        .singleElement()
        .satisfies(problem -> {
          assertThat(problem.where()).startsWith("00000001-0.log at byte ");
          assertThat(problem.toString()).contains("version 19 ").contains("[E1306]");
        });
    store.close();

    store = open();
    assertThat(store.status().problems()).hasSize(1);
    assertThat(store.get("docs", "k1").orElseThrow().value()).isEqualTo(Json.of("value 49"));
    assertThatThrownBy(() -> put("k1", "1")).hasMessageContaining("[E1306]");
    store.close();

    store = LocalStore.open(directory, StoreOptions.DEFAULT.with(clock).withAcceptDamage(true));
    put("k2", "\"new\"");
    assertThat(store.log("docs", "k2", History.Page.FIRST).versions())
        .extracting(Version::number)
        .startsWith(17L, 16L)
        .doesNotContain(6L);
  }

  @Test
  void countsDocumentsRightAfterReopeningANamespaceWithAnErasedKey() throws Exception {
    put("kept", "1");
    put("gone", "2");
    put("gone", "3");
    store.erase("docs", "gone").version();
    NamespaceStatus before = store.namespaces().getFirst();
    assertThat(before.documents()).isEqualTo(1);
    for (boolean withIndex : new boolean[] {true, false}) {
      store.close();
      if (!withIndex) {
        java.nio.file.Files.deleteIfExists(directory.resolve("index"));
      }

      store = open();

      assertThat(store.namespaces().getFirst().documents()).isEqualTo(1);
      assertThat(store.namespaces().getFirst().keys()).isEqualTo(2);
    }
  }

  @Test
  void freesTheQuotaOfWhatCompactionRemovedAlsoAcrossReopening() throws Exception {
    store
        .configure(
            "docs", NamespaceConfig.DEFAULT.with(new Retention.KeepLast(1)).withQuota(100_000))
        .version();
    int written = 0;
    while (store.put("docs", "k" + written % 3, Json.of("x".repeat(3000)))
        instanceof Outcome.Committed) {
      written++;
    }
    assertThat(written).isEqualTo(33);
    assertThat(store.put("docs", "k", Json.of("x".repeat(3000))))
        .isInstanceOfSatisfying(
            Outcome.Refused.class,
            refused -> assertThat(refused.problem().code()).isEqualTo(StoreCode.OVER_QUOTA));

    store.compact();

    NamespaceStatus kept = store.namespaces().getFirst();
    assertThat(kept.versions()).isEqualTo(3);
    assertThat(kept.bytes()).isEqualTo(3 * 3004);
    put("k", "1");
    kept = store.namespaces().getFirst();
    store.close();
    store = open();
    assertThat(store.namespaces()).containsExactly(kept);
    store.close();
    java.nio.file.Files.delete(directory.resolve("index"));
    store = open();
    assertThat(store.namespaces()).containsExactly(kept);
  }
}
