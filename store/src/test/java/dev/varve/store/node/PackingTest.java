package dev.varve.store.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.varve.base.json.Json;
import dev.varve.store.At;
import dev.varve.store.Backup;
import dev.varve.store.Content;
import dev.varve.store.History;
import dev.varve.store.Lookup;
import dev.varve.store.NamespaceConfig;
import dev.varve.store.Retention;
import dev.varve.store.Store;
import dev.varve.store.StoreOptions;
import dev.varve.store.Version;
import dev.varve.store.local.LocalStore;
import dev.varve.store.log.SimulatedDisk;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What compaction makes smaller without letting go of it.
class PackingTest {
  private static final StoreOptions OPTIONS =
      StoreOptions.DEFAULT.withSegmentBytes(256 << 10).withBackground(false);

  @TempDir Path directory;

  /// A document of about 2.4 kB in which one field differs from version to version.
  private static Json edited(int version) {
    var random = new Random(5);
    var fields = new StringBuilder("{");
    for (int i = 0; i < 60; i++) {
      String noise = Long.toString(random.nextLong() >>> 1, 36);
      fields.append("\"field-").append(i).append("\":\"customer data ").append(noise);
      fields.append(i == version % 60 ? version : "").append("\",");
    }
    return Json.parse(fields.append("\"end\":true}").toString());
  }

  private static List<Version> write(Store store, int versions) {
    var written = new ArrayList<Version>();
    for (int i = 0; i < versions; i++) {
      written.add(store.put("docs", "k" + i % 3, edited(i)).version());
    }
    return written;
  }

  private static void check(Store store, List<Version> written) {
    for (Version version : written) {
      assertThat(store.at("docs", version.key(), At.seq(version.seq())))
          .isEqualTo(new Lookup.Found(version));
    }
    assertThat(store.verify()).isEmpty();
  }

  private static String table(String log) {
    return log.replace(".log", ".seq");
  }

  /// What full segments take.
  private static long bytesOf(Path directory) throws IOException {
    long sum = 0;
    try (var files = Files.list(directory)) {
      for (Path file : files.toList()) {
        String name = file.getFileName().toString();
        boolean full = name.endsWith(".log") && Files.exists(file.resolveSibling(table(name)));
        sum += full ? Files.size(file) : 0;
      }
    }
    return sum;
  }

  @Test
  void packsVersionsThatWereSupersededAndReadsThemAsBefore() throws IOException {
    List<Version> written;
    try (Store store = LocalStore.open(directory, OPTIONS)) {
      written = write(store, 600);
      var namespaces = store.namespaces();
      long values = store.namespaces().getFirst().bytes();

      assertThat(store.compact()).isZero();

      assertThat(bytesOf(directory)).isLessThan(values / 5);
      assertThat(store.namespaces()).isEqualTo(namespaces);
      check(store, written);
      List<Version> history = store.log("docs", "k1", History.Page.first(1000)).versions();
      assertThat(history.reversed())
          .isEqualTo(written.stream().filter(version -> version.key().equals("k1")).toList());
    }
    try (Store store = LocalStore.open(directory, OPTIONS)) {
      check(store, written);
      store.compact();
      write(store, 30);
      store.compact();
      check(store, written);
    }
  }

  /// An order of about 400 B, like all others but for some numbers.
  private static Json order(int key, int version) {
    var random = new Random(31L * key + version);
    var items = new StringBuilder();
    for (int i = 0; i < 14; i++) {
      items.append(i == 0 ? "" : ",").append("{\"sku\":").append(random.nextInt(99_999));
      items.append(",\"q\":").append(random.nextInt(9)).append('}');
    }
    return Json.parse(
        "{\"customer\":\"customer "
            + key
            + "\",\"version\":"
            + version
            + ",\"items\":["
            + items
            + "]}");
  }

  private static List<Version> writeOrders(Store store, int keys, int versions) {
    var written = new ArrayList<Version>();
    for (int version = 0; version < versions; version++) {
      for (int key = 0; key < keys; key++) {
        written.add(store.put("docs", "k" + key, order(key, version)).version());
      }
    }
    return written;
  }

  /// Of what compaction wrote, the first file.
  private Path rewritten() throws IOException {
    try (var files = Files.list(directory)) {
      return files.filter(file -> file.toString().endsWith("-1.log")).findFirst().orElseThrow();
    }
  }

  @Test
  void packsAFewVersionsOfManyKeysOneByOneWithADictionary() throws IOException {
    List<Version> written;
    var options = OPTIONS.withSegmentBytes(1 << 20);
    try (Store store = LocalStore.open(directory, options)) {
      written = writeOrders(store, 400, 3);
      store.compact();

      var blocks = ByteBuffer.wrap(Files.readAllBytes(rewritten())).order(ByteOrder.LITTLE_ENDIAN);
      int length = blocks.getInt(64);
      int first = (64 + 16 + length + 7) & ~7;
      assertThat(blocks.getInt(64 + 4)).as("values in a dictionary").isZero();
      assertThat(length).isBetween(256, 4096);
      assertThat(blocks.getInt(first + 4)).as("a value alone").isBetween(200, 600);
      assertThat(blocks.getInt(first)).as("its frame").isLessThan(200);
      assertThat(blocks.getInt(first + 12)).as("its dictionary").isEqualTo(64 / 8);
      check(store, written);
    }
    try (Store store = LocalStore.open(directory, options)) {
      check(store, written);
      written.addAll(writeOrders(store, 400, 2));
      store.compact();
      check(store, written);
    }
  }

  /// Dictionaries are made of values, so they are made again.
  @Test
  void leavesNothingOfErasedValuesInDictionaries() throws IOException {
    var options = OPTIONS.withSegmentBytes(1 << 20);
    try (Store store = LocalStore.open(directory, options)) {
      for (int i = 0; i < 600; i++) {
        store.put("docs", "k" + i % 40, Json.of("classified " + i + " classified".repeat(20)));
      }
      writeOrders(store, 300, 2);
      store.compact();
      for (int i = 0; i < 40; i++) {
        store.erase("docs", "k" + i).version();
      }
      store.compact();

      assertThat(store.verify()).isEmpty();
    }
    try (var files = Files.list(directory)) {
      for (Path file : files.toList()) {
        assertThat(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1))
            .as(file.toString())
            .doesNotContain("classified");
      }
    }
  }

  /// What cannot be unpacked for want of its dictionary is named, and only that.
  @Test
  void namesTheVersionsOfADamagedDictionary() throws IOException {
    List<Version> written;
    try (Store store = LocalStore.open(directory, OPTIONS.withSegmentBytes(1 << 20))) {
      written = writeOrders(store, 300, 3);
      store.compact();
    }
    Path packed = rewritten();
    byte[] bytes = Files.readAllBytes(packed);
    bytes[64 + 16 + 200] ^= 1; // in the dictionary, which is first
    Files.write(packed, bytes);

    try (Store store = LocalStore.open(directory, OPTIONS)) {
      assertThat(store.verify())
          .isNotEmpty()
          .allSatisfy(
              problem -> assertThat(problem.where()).startsWith(packed.getFileName().toString()));
      Version lost = written.getFirst();
      assertThatThrownBy(() -> store.at("docs", lost.key(), At.seq(lost.seq())))
          .hasMessageContaining("[E1306]");
      assertThat(store.get("docs", "k0")).contains(written.get(600));
    }
  }

  @Test
  void storesEqualValuesOnce() throws IOException {
    Json big = Json.of("x" + new Random(1).ints(30_000).boxed().toList());
    try (Store store = LocalStore.open(directory, OPTIONS.withSegmentBytes(8 << 20))) {
      for (int i = 0; i < 20; i++) {
        store.put("docs", "k" + i, big).version();
        store.put("docs", "k" + i, Json.of(i)).version();
      }
      store.compact();

      assertThat(bytesOf(directory)).isLessThan(1_700_000);
      List<Version> past = store.log("docs", "k7", History.Page.FIRST).versions();
      assertThat(past.getLast().value()).isEqualTo(big);
    }
  }

  @Test
  void backsUpAndRevertsToWhatIsPacked(@TempDir Path other) {
    try (Store store = LocalStore.open(directory, OPTIONS)) {
      List<Version> written = write(store, 100);
      store.compact();

      Version reverted = store.revert("docs", "k0", written.getFirst().seq()).version();
      Backup backup = store.backup(other.resolve("backup"), 0);
      LocalStore.restore(other.resolve("again"), List.of(other.resolve("backup")), backup.upTo());

      assertThat(reverted.cid()).isEqualTo(written.getFirst().cid());
      try (Store again = LocalStore.open(other.resolve("again"), OPTIONS)) {
        check(again, written);
        assertThat(again.get("docs", "k0")).contains(reverted);
      }
    }
  }

  @Test
  void namesTheVersionsOfADamagedBlockAndKeepsTheRestReadable() throws IOException {
    List<Version> written;
    Path packed;
    try (Store store = LocalStore.open(directory, OPTIONS)) {
      written = write(store, 300);
      store.compact();
      try (var files = Files.list(directory)) {
        packed = files.filter(file -> file.toString().endsWith("-1.log")).findFirst().orElseThrow();
      }
    }
    byte[] bytes = Files.readAllBytes(packed);
    bytes[64 + 16 + 200] ^= 1; // in the first block, behind its lengths
    Files.write(packed, bytes);

    try (Store store = LocalStore.open(directory, OPTIONS)) {
      assertThat(store.verify())
          .isNotEmpty()
          .allSatisfy(
              problem -> assertThat(problem.where()).startsWith(packed.getFileName().toString()));
      Version lost = written.get((int) positionOf(store.verify().getFirst().toString()) - 2);
      assertThatThrownBy(() -> store.at("docs", lost.key(), At.seq(lost.seq())))
          .hasMessageContaining("[E1306]");
      assertThat(store.get("docs", "k0")).isPresent();
      assertThat(store.put("docs", lost.key(), Json.of(1)).version().number()).isPositive();
      assertThatThrownBy(() -> store.revert("docs", lost.key(), lost.seq()).version())
          .hasMessageContaining("[E1306]");
      assertThat(store.put("docs", "k0", Json.of(1)).version().number()).isPositive();
    }
  }

  private static long positionOf(String problem) {
    String after = problem.substring(problem.indexOf("version ") + 8);
    return Long.parseLong(after.substring(0, after.indexOf(' ')));
  }

  static LongStream seeds() {
    return LongStream.range(0, 40);
  }

  /// However far erasing came: once it was acknowledged nothing of the values is in any file.
  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void leavesNothingOfErasedValuesWhereverThePowerGoes(long seed) throws IOException {
    var random = new Random(seed);
    var disk = new SimulatedDisk();
    LogStore store = LogStore.over(disk, OPTIONS.withSegmentBytes(64 << 10));
    store.configure("short", NamespaceConfig.DEFAULT.with(new Retention.KeepLast(2))).version();
    for (int i = 0; i < 60; i++) {
      String noise = Long.toString(random.nextLong(), 36);
      store.put("docs", "secret", Json.of("classified " + i + noise.repeat(40))).version();
      store.put("docs", "open" + i % 3, Json.of("public " + i + noise.repeat(30))).version();
      if (i % 20 == 10) {
        store.compact();
      }
    }
    disk.cutPowerAfter(random.nextInt(160));
    boolean erased = false;
    try {
      store.erase("docs", "secret").version();
      erased = true;
      store.compact();
      store.close();
    } catch (RuntimeException _) {
      // the power went
    }
    disk = disk.afterPowerCut(random);
    store = LogStore.over(disk, OPTIONS.withSegmentBytes(64 << 10));

    List<Version> versions = store.log("docs", "secret", History.Page.first(100)).versions();
    assertThat(store.verify()).isEmpty();
    assertThat(versions).hasSizeGreaterThanOrEqualTo(60);
    if (erased || versions.size() == 61) {
      assertThat(versions.subList(1, 61))
          .allSatisfy(version -> assertThat(version.content()).isEqualTo(new Content.Erased()));
      for (String name : disk.list()) {
        assertThat(new String(disk.bytesOf(name), StandardCharsets.ISO_8859_1))
            .doesNotContain("classified");
      }
    }
    assertThat(store.log("docs", "open1", History.Page.FIRST).versions())
        .hasSize(20)
        .allSatisfy(version -> assertThat(version.value().toString()).contains("public"));
    store.close();
  }
}
