package dev.varve.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.varve.base.Failure;
import dev.varve.base.json.Json;
import dev.varve.base.json.JsonObject;
import dev.varve.store.diff.JsonPatch;
import dev.varve.store.local.LocalStore;
import dev.varve.store.version.Hashes;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Values of more than 1 MiB: kept in pieces that equal stretches share, as good as any other.
class LargeValueTest {
  private static final StoreOptions OPTIONS = StoreOptions.DEFAULT.withBackground(false);

  @TempDir Path directory;
  private Store store;

  @BeforeEach
  void open() {
    store = LocalStore.open(directory.resolve("data"), OPTIONS);
  }

  @AfterEach
  void close() {
    store.close();
  }

  private void reopen() {
    store.close();
    open();
  }

  /// About so many MiB that do not repeat themselves.
  private static JsonObject document(int mebibytes, long seed) {
    var random = new Random(seed);
    var object = JsonObject.EMPTY.with("n", Json.of(0));
    var bytes = new byte[1 << 19];
    for (int i = 0; i < mebibytes; i++) {
      random.nextBytes(bytes);
      object =
          object.with(
              "part" + (char) ('a' + i), Json.of(java.util.HexFormat.of().formatHex(bytes)));
    }
    return object;
  }

  private Version put(String key, Json value) {
    return store.put("docs", key, value).version();
  }

  private long pieces() {
    return store.usage().stream()
        .filter(usage -> usage.name().equals("_chunks"))
        .mapToLong(NamespaceStatus.Usage::diskBytes)
        .sum();
  }

  @Test
  void keepsThemWithTheirPastAcrossReopening() throws IOException {
    Json first = document(3, 1);
    Version written = put("k", first);
    put("k", Json.of("small"));
    put("k", document(2, 2));
    for (int round = 0; round < 2; round++) {
      Version then = store.at("docs", "k", At.seq(written.seq())).found().orElseThrow();

      assertThat(then).isEqualTo(written);
      assertThat(then.cid()).isEqualTo(Hashes.cid(first.canonical()));
      assertThat(then.value()).isEqualTo(first);
      var out = new ByteArrayOutputStream();
      ((Content.Large) then.content()).writeTo(out);
      assertThat(out.toByteArray()).isEqualTo(first.canonical());
      assertThat(store.log("docs", "k", History.Page.FIRST).versions())
          .extracting(version -> version.value().canonical().length)
          .containsExactly(document(2, 2).canonical().length, 7, first.canonical().length);
      assertThat(store.namespaces().getFirst().bytes())
          .isEqualTo(3 + 7 + document(2, 2).canonical().length + first.canonical().length);
      assertThat(store.verify()).isEmpty();
      reopen();
    }
  }

  @Test
  void anEditCostsThePiecesAroundIt() {
    JsonObject document = document(8, 3);
    put("k", document);
    long before = pieces();
    for (int i = 1; i <= 5; i++) {
      put("k", document.with("n", Json.of(i)));
    }
    put("copy", document);

    assertThat(before).isGreaterThan(8 << 20);
    assertThat(pieces() - before).isLessThan(6 * (512 << 10));
    assertThat(store.at("docs", "k", At.LATEST).found().orElseThrow().value())
        .isEqualTo(document.with("n", Json.of(5)));
    assertThat(store.verify()).isEmpty();
  }

  @Test
  void operationsWorkOnThemAsOnOthers() {
    JsonObject document = document(2, 4);
    Version first = put("k", document);
    store
        .commit(Transaction.of(new Operation.Increment("docs", "k", "n", BigDecimal.TEN)))
        .version();
    JsonPatch patch = JsonPatch.of(Json.parse("[{\"op\":\"add\",\"path\":\"/x\",\"value\":1}]"));
    store.commit(Transaction.of(new Operation.Patch("docs", "k", patch))).version();
    store
        .commit(
            Transaction.of(new Operation.MergePatch("docs", "k", Json.parse("{\"parta\":null}"))))
        .version();
    Outcome guarded =
        store.commit(
            Transaction.of(new Operation.Put("docs", "other", document))
                .and(new Operation.Increment("docs", "other", "n", BigDecimal.ONE))
                .when(
                    new Precondition.Field(
                        "docs", "k", "n", Precondition.Comparison.EQ, Json.of(10))));

    List<Version> history = store.log("docs", "k", History.Page.FIRST).versions();
    assertThat(history.get(2).value()).isEqualTo(document.with("n", Json.of(10)));
    assertThat(((JsonObject) history.getFirst().value()).members())
        .containsOnlyKeys("n", "partb", "x");
    assertThat(guarded.committed().versions().getLast().value())
        .isEqualTo(document.with("n", Json.of(1)));
    assertThat(store.revert("docs", "k", first.seq()).version().value()).isEqualTo(document);
    assertThat(store.verify()).isEmpty();
  }

  @Test
  void refusesWhatIsLargerThanTheLimit() {
    Json tooLarge = Json.of("x".repeat((16 << 20) - 1));

    assertThat(store.put("docs", "k", tooLarge))
        .isInstanceOfSatisfying(
            Outcome.Refused.class,
            refused ->
                assertThat(refused.problem().toString())
                    .contains(
                        "docs/k must take at most 16 MiB", "but takes 16777217 bytes", "[E1302]"));
    assertThat(store.put("docs", "k", Json.of("x".repeat((16 << 20) - 2))).version().number())
        .isEqualTo(1);
    store.configure(
        "memory",
        NamespaceConfig.DEFAULT.with(new Retention.None(java.time.Duration.ofHours(1), 10)));
    assertThat(store.put("memory", "k", Json.of("x".repeat(2 << 20))))
        .isInstanceOf(Outcome.Refused.class);
  }

  @Test
  void theirRoomIsFreeWhenRetentionLetsThemGo() {
    store.configure("docs", NamespaceConfig.DEFAULT.with(new Retention.KeepLast(1))).version();
    JsonObject kept = document(2, 5);
    put("k", document(4, 6));
    put("k", kept);
    put("gone", document(3, 7));
    store.delete("docs", "gone").version();
    long before = store.status().diskBytes();

    assertThat(store.compact()).isGreaterThan(7 << 20);

    assertThat(pieces()).isBetween(2L << 20, 5L << 19);
    assertThat(store.status().diskBytes()).isLessThan(before);
    reopen();
    assertThat(store.get("docs", "k").orElseThrow().value()).isEqualTo(kept);
    assertThat(store.verify()).isEmpty();
    put("gone", document(3, 7));
    assertThat(store.get("docs", "gone").orElseThrow().value()).isEqualTo(document(3, 7));
  }

  @Test
  void nothingOfAnErasedOneIsLeftButWhatOthersShare() throws IOException {
    JsonObject document = document(2, 8);
    String shared = ((dev.varve.base.json.JsonString) document.members().get("parta")).value();
    JsonObject secret = document.with("z", Json.of("a very secret value"));
    put("open", document);
    put("k", secret);
    put("k", Json.of(1));

    store.erase("docs", "k").version();
    Version open = store.get("docs", "open").orElseThrow();

    assertThat(open.value()).isEqualTo(document);
    assertThat(store.log("docs", "k", History.Page.FIRST).versions().getLast().content())
        .isEqualTo(new Content.Erased());
    assertThat(store.verify()).isEmpty();
    store.close();
    assertThat(onDisk("very secret")).isFalse();
    assertThat(onDisk(shared.substring(1 << 19, (1 << 19) + 64))).isTrue();
    open();
  }

  private boolean onDisk(String text) throws IOException {
    try (var files = Files.list(directory.resolve("data"))) {
      for (Path file : files.toList()) {
        if (Files.readString(file, StandardCharsets.ISO_8859_1).contains(text)) {
          return true;
        }
      }
    }
    return false;
  }

  @Test
  void backupsBringThemBack() {
    put("k", document(2, 9));
    Backup full = store.backup(directory.resolve("full"), 0);
    JsonObject edited = document(2, 9).with("n", Json.of(7));
    put("k", edited);
    store.backup(directory.resolve("more"), full.upTo());

    LocalStore.restore(
        directory.resolve("restored"),
        List.of(directory.resolve("full"), directory.resolve("more")),
        Long.MAX_VALUE);
    try (Store restored = LocalStore.open(directory.resolve("restored"))) {
      assertThat(restored.get("docs", "k").orElseThrow().value()).isEqualTo(edited);
      assertThat(restored.verify()).isEmpty();
    }
  }

  @Test
  void sayThatTheyAreNoLongerThereWhenRetentionTookThem() {
    store.configure("docs", NamespaceConfig.DEFAULT.with(new Retention.KeepLast(1))).version();
    Version old = put("k", document(2, 10));
    put("k", Json.of(1));
    store.compact();

    assertThatThrownBy(old::value)
        .isInstanceOf(Failure.class)
        .hasMessageContaining("the value must still be there")
        .hasMessageContaining("[E1312]");
  }

  /// What is named while unneeded pieces are looked for stays.
  @Test
  void writersThatNameWhatIsAboutToGoKeepIt() throws InterruptedException {
    store.configure("docs", NamespaceConfig.DEFAULT.with(new Retention.KeepLast(1))).version();
    JsonObject document = document(2, 11);
    var compacting =
        new Thread(() -> {
          for (int i = 0; i < 15; i++) {
            store.compact();
          }
        });
    compacting.start();
    int rounds = 0;
    while (compacting.isAlive() || rounds < 5) {
      put("k" + rounds % 2, document);
      assertThat(store.get("docs", "k" + rounds % 2).orElseThrow().value()).isEqualTo(document);
      put("k" + rounds % 2, Json.of(rounds));
      rounds++;
    }
    compacting.join();
    put("k", document);

    assertThat(store.get("docs", "k").orElseThrow().value()).isEqualTo(document);
    assertThat(store.verify()).isEmpty();
  }
}
