package dev.varve.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.varve.base.Digest;
import dev.varve.base.Failure;
import dev.varve.base.json.Json;
import dev.varve.base.json.JsonObject;
import dev.varve.store.Store.Tag;
import dev.varve.store.local.LocalStore;
import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Directories of every format there ever was open for ever. They were written by the program of
/// their time and are never written anew.
class FormatTest {
  @TempDir Path directory;

  private void copy(String format) throws IOException, URISyntaxException {
    URL found = FormatTest.class.getResource("/formats/" + format);
    Path source = Path.of(Objects.requireNonNull(found, format).toURI());
    try (var files = Files.list(source)) {
      for (Path file : files.toList()) {
        Files.copy(file, directory.resolve(file.getFileName().toString()));
      }
    }
  }

  @Test
  void opensFormat1() throws IOException, URISyntaxException {
    copy("1");
    try (Store store = LocalStore.open(directory)) {
      checkFormat1(store);
      assertThat(store.put("docs", "a", Json.of(3)).version().number()).isEqualTo(3);
    }
  }

  @Test
  void opensFormat1WithoutItsCheckpoint() throws IOException, URISyntaxException {
    copy("1");
    Files.delete(directory.resolve("index"));
    try (Store store = LocalStore.open(directory)) {
      checkFormat1(store);
    }
  }

  @Test
  void opensFormat2WithPackedValuesTagsAndCounts() throws IOException, URISyntaxException {
    copy("2");
    try (Store store = LocalStore.open(directory)) {
      checkFormat2(store);
      assertThat(store.put("docs", "a", Json.of(3)).version().number()).isEqualTo(14);
    }
  }

  @Test
  void opensFormat2WithoutItsCheckpoint() throws IOException, URISyntaxException {
    copy("2");
    Files.delete(directory.resolve("index"));
    try (Store store = LocalStore.open(directory)) {
      checkFormat2(store);
    }
  }

  @Test
  void opensFormat3WithValuesInPieces() throws IOException, URISyntaxException {
    copy("3");
    for (int round = 0; round < 2; round++) {
      try (Store store = LocalStore.open(directory)) {
        checkFormat3(store);
        assertThat(store.put("docs", "small", Json.of("no object")))
            .isInstanceOf(Outcome.Refused.class);
      }
      Files.deleteIfExists(directory.resolve("index"));
    }
  }

  private static void checkFormat3(Store store) {
    assertThat(store.verify()).isEmpty();
    List<Version> large = store.log("docs", "large", History.Page.FIRST).versions();
    assertThat(large).hasSize(2);
    for (Version version : large) {
      assertThat(version.content()).isInstanceOf(Content.Large.class);
      var value = (JsonObject) version.value();
      assertThat(value.get("n")).isEqualTo(Json.of(version.number()));
      assertThat(value.text("text")).hasSize(1_150_020).startsWith("a 0 stone").endsWith("wood ");
    }
    assertThat(store.log("docs", "secret", History.Page.FIRST).versions().getLast().content())
        .isEqualTo(new Content.Erased());
    assertThat(store.namespaces().getFirst().bytes()).isEqualTo(2_300_102);
  }

  private static void checkFormat2(Store store) {
    assertThat(store.verify()).isEmpty();
    assertThat(store.seq()).isEqualTo(30);
    assertThat(store.tags()).containsExactly(new Tag("release", "", 22));
    Version packed = store.at("docs", "a", At.seq(5)).found().orElseThrow();
    assertThat(packed.value())
        .isEqualTo(Json.parse("{\"n\":2,\"text\":\"" + "wood water stone ".repeat(6) + "\"}"));
    assertThat(packed.origin()).isEqualTo(new Origin("ann", "edit 2"));
    assertThat(store.at("docs", "a", At.LATEST)).isInstanceOf(Lookup.Deleted.class);
    assertThat(store.log("docs", "secret", History.Page.FIRST).versions().getLast().content())
        .isEqualTo(new Content.Erased());
    assertThat(store.log("short", "k", History.Page.FIRST).versions())
        .extracting(Version::number)
        .containsExactly(9L, 8L, 6L);
    assertThat(store.at("short", "k", At.seq(22)).found().orElseThrow().value())
        .isEqualTo(Json.of("short 5"));
    NamespaceStatus docs = store.namespaces().getFirst();
    assertThat(docs.documents()).isEqualTo(1);
    assertThat(docs.versions()).isEqualTo(17);
    assertThat(docs.bytes()).isEqualTo(1470);
    NamespaceStatus kept = store.namespaces().getLast();
    assertThat(kept.versions()).isEqualTo(3);
    assertThat(kept.bytes()).isEqualTo(30);
  }

  private static void checkFormat1(Store store) {
    assertThat(store.verify()).isEmpty();
    assertThat(store.seq()).isEqualTo(30);
    Version first =
        store
            .at(
                "docs",
                "a",
                At.vid(
                    Digest.parse(
                        "16c1812e1cb389c5bb6f8431dc9aa814a52d2bf2d625a791d6c0bb692525b5b7")))
            .found()
            .orElseThrow();
    assertThat(first.value()).isEqualTo(Json.parse("{\"n\":1,\"t\":\"ü\"}"));
    assertThat(first.origin()).isEqualTo(new Origin("ann", "first"));
    assertThat(first.time()).isEqualTo("2026-11-20T11:59:38.946Z");
    assertThat(store.get("docs", "a").orElseThrow().value()).isEqualTo(Json.parse("{\"n\":2}"));
    assertThat(store.at("docs", "b/ü", At.LATEST)).isInstanceOf(Lookup.Deleted.class);
    assertThat(store.log("docs", "secret", History.Page.FIRST).versions().getLast().content())
        .isEqualTo(new Content.Erased());
    assertThat(store.log("short", "k", History.Page.FIRST).versions()).hasSize(2);
    assertThat(store.keys("docs", Scan.ALL).keys()).containsExactly("a", "after");
  }

  @Test
  void refusesAFormatOfTheFuture() throws IOException, URISyntaxException {
    copy("1");
    Path file = directory.resolve("store");
    byte[] bytes = Files.readAllBytes(file);
    bytes[8] = 4;
    var crc = new java.util.zip.CRC32C();
    crc.update(bytes, 0, 24);
    for (int i = 0; i < 4; i++) {
      bytes[24 + i] = (byte) (crc.getValue() >>> (8 * i));
    }
    Files.write(file, bytes);

    assertThatThrownBy(() -> LocalStore.open(directory))
        .isInstanceOf(Failure.class)
        .hasMessageContaining("[E1308]");
  }
}
