package dev.varve.store.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.varve.base.Failure;
import dev.varve.base.json.Json;
import dev.varve.store.At;
import dev.varve.store.Backup;
import dev.varve.store.Content;
import dev.varve.store.History;
import dev.varve.store.NamespaceConfig;
import dev.varve.store.Operation;
import dev.varve.store.Retention;
import dev.varve.store.Scan;
import dev.varve.store.Store;
import dev.varve.store.Transaction;
import dev.varve.store.Version;
import dev.varve.store.Watch;
import dev.varve.store.local.LocalStore;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The contract over an engine that keeps a directory: what is there after opening it again.
public abstract class DurableStoreTest extends StoreContract {
  @TempDir protected Path directory;

  @Test
  void findsEverythingAgainAfterReopening() {
    var written = new ArrayList<Version>();
    for (int i = 0; i < 50; i++) {
      written.add(put("k" + i % 5, "{\"i\":" + i + ",\"pad\":\"" + "x".repeat(20_000) + "\"}"));
    }
    store.delete("docs", "k4").version();
    store.configure("small", NamespaceConfig.DEFAULT.withQuota(77)).version();
    var namespaces = store.namespaces();
    reopen();

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
    reopen();

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

    try (var files = Files.list(directory)) {
      for (Path file : files.toList()) {
        String content = Files.readString(file, StandardCharsets.ISO_8859_1);
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
    reopen();

    assertThat(store.log("docs", "k3", History.Page.FIRST)).isEqualTo(before);
    assertThat(store.namespaces()).isEqualTo(namespaces);
    assertThat(store.seq()).isEqualTo(seq);
    try (Watch watch = store.watch(Watch.Spec.of("docs").from(1))) {
      assertThat(watch.next(Duration.ZERO)).isEqualTo(new Watch.Event.Compacted(seq));
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
    var files = List.of(other.resolve("full"), other.resolve("more"));
    LocalStore.restore(other.resolve("all"), files, Long.MAX_VALUE);
    LocalStore.restore(other.resolve("part"), files, written.get(25).seq());
    try (Store all = LocalStore.open(other.resolve("all"));
        Store part = LocalStore.open(other.resolve("part"))) {
      for (Version version : written) {
        assertThat(all.at("docs", version.key(), At.vid(version.vid())).found()).contains(version);
      }
      assertThat(all.namespaces()).isEqualTo(namespaces);
      assertThat(all.verify()).isEmpty();
      assertThat(part.seq()).isEqualTo(written.get(25).seq());
      assertThat(part.get("docs", "k1")).contains(written.get(25));
      assertThat(all.put("docs", "k1", Json.of(1)).version().seq()).isEqualTo(store.seq() + 1);
    }
    assertThatThrownBy(
            () -> LocalStore.restore(other.resolve("x"), files.reversed(), Long.MAX_VALUE))
        .isInstanceOf(Failure.class)
        .hasMessageContaining("[E1315]");
  }
}
