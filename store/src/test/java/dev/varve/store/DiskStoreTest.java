package dev.varve.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.varve.base.Failure;
import dev.varve.base.json.Json;
import dev.varve.store.problem.StoreCode;
import java.nio.file.Path;
import java.util.ArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The contract on disk, and what only a disk can show.
class DiskStoreTest extends StoreContract {
  @TempDir Path directory;

  @Override
  Store open() {
    return Store.open(
        directory,
        StoreOptions.DEFAULT.with(clock).withSegmentBytes(256 << 10).withBackground(false));
  }

  @Test
  void findsEverythingAgainAfterReopening() {
    var written = new ArrayList<Version>();
    for (int i = 0; i < 50; i++) {
      written.add(put("k" + i % 5, "{\"i\":" + i + ",\"pad\":\"" + "x".repeat(20_000) + "\"}"));
    }
    store.delete("docs", "k4").version();
    store.configure("small", NamespaceConfig.DEFAULT.withQuota(77)).version();
    var namespaces = store.namespaces();
    store.close();

    store = open();

    assertThat(store.status().segments()).isGreaterThan(2);
    for (Version version : written) {
      assertThat(store.at("docs", version.key(), At.seq(version.seq())).found()).contains(version);
    }
    assertThat(store.namespaces()).isEqualTo(namespaces);
    assertThat(store.keys("docs", Scan.ALL).keys()).containsExactly("k0", "k1", "k2", "k3");
    assertThat(put("k0", "1").number()).isEqualTo(11);
  }

  @Test
  void remembersIdempotencyKeysAcrossReopening() {
    Transaction once = Transaction.of(new Operation.Put("docs", "a", Json.of(1))).once("x");
    Version first = store.commit(once).version();
    store.close();
    store = open();

    assertThat(store.commit(once).version()).isEqualTo(first);
  }

  @Test
  void refusesASecondStoreOnTheSameDirectory() {
    assertThatThrownBy(this::open).isInstanceOf(Failure.class).hasMessageContaining("[E1304]");
  }

  @Test
  void leavesNothingOfAnErasedValueOnTheDisk() throws Exception {
    put("k", "\"a very secret value\"");
    store.erase("docs", "k").version();
    store.close();

    try (var files = java.nio.file.Files.list(directory)) {
      for (Path file : files.toList()) {
        String content =
            java.nio.file.Files.readString(file, java.nio.charset.StandardCharsets.ISO_8859_1);
        assertThat(content).doesNotContain("very secret");
      }
    }
    store = open();
    assertThat(store.log("docs", "k", History.Page.FIRST).versions().getLast().content())
        .isEqualTo(new Content.Erased());
  }

  @Test
  void findsWhatCompactionKeptAfterReopening() {
    store.configure("docs", NamespaceConfig.DEFAULT.with(new Retention.KeepLast(2))).version();
    for (int i = 0; i < 400; i++) {
      put("k" + i % 4, "{\"i\":" + i + ",\"pad\":\"" + "x".repeat(1_000) + "\"}");
    }
    store.compact();
    History before = store.log("docs", "k3", History.Page.FIRST);
    var namespaces = store.namespaces();
    long seq = store.seq();
    store.close();

    store = open();

    assertThat(store.log("docs", "k3", History.Page.FIRST)).isEqualTo(before);
    assertThat(store.namespaces()).isEqualTo(namespaces);
    assertThat(store.seq()).isEqualTo(seq);
    try (Watch watch = store.watch(Watch.Spec.of("docs").from(1))) {
      assertThat(watch.next(java.time.Duration.ZERO)).isEqualTo(new Watch.Event.Compacted(seq));
    }
    assertThat(put("k3", "1").number()).isEqualTo(101);
  }

  @Test
  void restoresBackupsWithEveryIdToAnyPoint(@TempDir Path other) {
    var written = new ArrayList<Version>();
    for (int i = 0; i < 20; i++) {
      written.add(put("k" + i % 3, String.valueOf(i)));
    }
    Backup full = store.backup(other.resolve("full"), 0);
    store.delete("docs", "k0").version();
    for (int i = 20; i < 40; i++) {
      written.add(put("k" + i % 3, String.valueOf(i)));
    }
    Backup more = store.backup(other.resolve("more"), full.upTo());
    var namespaces = store.namespaces();

    assertThat(more.after()).isEqualTo(full.upTo());
    var files = java.util.List.of(other.resolve("full"), other.resolve("more"));
    Store.restore(other.resolve("all"), files, Long.MAX_VALUE);
    Store.restore(other.resolve("part"), files, written.get(25).seq());
    try (Store all = Store.open(other.resolve("all"));
        Store part = Store.open(other.resolve("part"))) {
      for (Version version : written) {
        assertThat(all.at("docs", version.key(), At.vid(version.vid())).found()).contains(version);
      }
      assertThat(all.namespaces()).isEqualTo(namespaces);
      assertThat(all.verify()).isEmpty();
      assertThat(part.seq()).isEqualTo(written.get(25).seq());
      assertThat(part.get("docs", "k1")).contains(written.get(25));
      assertThat(all.put("docs", "k1", Json.of(1)).version().seq()).isEqualTo(store.seq() + 1);
    }
    assertThatThrownBy(() -> Store.restore(other.resolve("x"), files.reversed(), Long.MAX_VALUE))
        .isInstanceOf(Failure.class)
        .hasMessageContaining("[E1315]");
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

    store = Store.open(directory, StoreOptions.DEFAULT.with(clock).withAcceptDamage(true));
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
