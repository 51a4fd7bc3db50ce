package dev.varve.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.varve.base.Failure;
import dev.varve.base.json.Json;
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
}
