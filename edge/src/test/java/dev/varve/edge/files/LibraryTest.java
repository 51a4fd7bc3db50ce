package dev.varve.edge.files;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.base.Clock;
import dev.varve.http.FieldName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LibraryTest {
  @TempDir Path outside;

  private Path root;

  @BeforeEach
  void writeFiles() throws IOException {
    root = Files.createDirectory(outside.resolve("root"));
    write("index.html", "<h1>home</h1>");
    write("a.txt", "a");
    Files.createDirectories(root.resolve("sub/deep"));
    write("sub/index.html", "sub");
    write("sub/deep/b.txt", "b");
    Files.writeString(outside.resolve("secret.txt"), "secret");
  }

  @Test
  void findsFilesAndIndexes() throws IOException {
    assertThat(text("/a.txt")).isEqualTo("a");
    assertThat(text("/")).isEqualTo("<h1>home</h1>");
    assertThat(text("/sub/")).isEqualTo("sub");
    assertThat(text("/sub/deep/b.txt")).isEqualTo("b");
  }

  @Test
  void aFolderWithoutItsSlashIsToBeRedirected() throws IOException {
    assertThat(find("/sub")).isInstanceOf(Found.NeedsSlash.class);
  }

  @Test
  void aFileWithASlashIsMissing() throws IOException {
    assertThat(find("/a.txt/")).isInstanceOf(Found.Missing.class);
    assertThat(find("/a.txt/b")).isInstanceOf(Found.Missing.class);
  }

  @Test
  void aFolderWithoutIndexShowsNothingUnlessTold() throws IOException {
    assertThat(find("/sub/deep/")).isInstanceOf(Found.Missing.class);
    var open = new Library(FileRules.of(root).withListing(), Clock.SYSTEM);
    assertThat(open.find("/sub/deep/", null))
        .isInstanceOfSatisfying(
            Found.Contents.class,
            it ->
                assertThat(it.listing().entries())
                    .singleElement()
                    .matches(entry -> entry.name().equals("b.txt") && entry.size() == 1));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/../secret.txt", "/sub/../../secret.txt", "/..", "/.", "/sub/./deep/b.txt", "/a.txt\0",
        "/a.txt\0.html", "/..\\secret.txt", "/.env", "/.git/config", "/sub/.hidden", "/nothing",
        "/a.txt%00"
      })
  void whatMustNotBeSeenIsMissing(String path) throws IOException {
    write(".env", "KEY=1");
    write("sub/.hidden", "h");
    Files.createDirectory(root.resolve(".git"));
    write(".git/config", "c");

    assertThat(find(path)).isInstanceOf(Found.Missing.class);
  }

  @Test
  void wellKnownIsNoHiddenFolder() throws IOException {
    Files.createDirectory(root.resolve(".well-known"));
    write(".well-known/security.txt", "mail us");

    assertThat(text("/.well-known/security.txt")).isEqualTo("mail us");
  }

  @Test
  void linksOutOfTheRootLeadNowhere() throws IOException {
    Files.createSymbolicLink(root.resolve("leak.txt"), outside.resolve("secret.txt"));
    Files.createSymbolicLink(root.resolve("up"), outside);
    Files.createSymbolicLink(root.resolve("relative.txt"), Path.of("../secret.txt"));
    Files.createSymbolicLink(root.resolve("loop"), Path.of("loop"));

    for (String path : List.of("/leak.txt", "/up/secret.txt", "/up/", "/relative.txt", "/loop")) {
      assertThat(find(path)).as(path).isInstanceOf(Found.Missing.class);
    }
  }

  @Test
  void linksInsideTheRootWork() throws IOException {
    Files.createSymbolicLink(root.resolve("link.txt"), Path.of("sub/deep/b.txt"));
    Files.createSymbolicLink(root.resolve("current"), Path.of("sub"));
    Files.createDirectories(root.resolve("..2026_11"));
    write("..2026_11/map.txt", "map");
    Files.createSymbolicLink(root.resolve("map.txt"), Path.of("..2026_11/map.txt"));

    assertThat(text("/link.txt")).isEqualTo("b");
    assertThat(text("/current/deep/b.txt")).isEqualTo("b");
    assertThat(text("/map.txt")).isEqualTo("map");
  }

  @Test
  void aLinkToAHiddenFileIsMissing() throws IOException {
    write(".env", "KEY=1");
    Files.createSymbolicLink(root.resolve("env.txt"), Path.of(".env"));

    assertThat(find("/env.txt")).isInstanceOf(Found.Missing.class);
  }

  @Test
  void whatIsNeitherFileNorFolderIsMissing() throws IOException, InterruptedException {
    Path pipe = root.resolve("pipe");
    new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor();

    assertThat(find("/pipe")).isInstanceOf(Found.Missing.class);
  }

  @Test
  void siblingsHaveTheirOwnTags() throws IOException {
    write("app.js", "console.log(1)");
    write("app.js.br", "BR");
    write("app.js.gz", "GZ");

    var resource = (Found.Resource) find("/app.js");

    assertThat(resource.variants()).containsOnlyKeys(Coding.BROTLI, Coding.GZIP, Coding.IDENTITY);
    assertThat(resource.variants().values().stream().map(Variant::tag).distinct()).hasSize(3);
    Variant brotli = resource.choose("br, gzip");
    assertThat(brotli.fields().value(FieldName.CONTENT_ENCODING)).isEqualTo("br");
    assertThat(brotli.fields().value(FieldName.CONTENT_TYPE)).startsWith("text/javascript");
    assertThat(brotli.fields().value(FieldName.VARY)).isEqualTo("accept-encoding");
    assertThat(resource.identity().fields().value(FieldName.VARY)).isEqualTo("accept-encoding");
    assertThat(((Found.Resource) find("/a.txt")).identity().fields().contains(FieldName.VARY))
        .isFalse();
  }

  @Test
  void aSiblingOlderThanItsFileIsNotUsed() throws IOException {
    write("app.js", "new");
    write("app.js.gz", "OLD");
    Files.setLastModifiedTime(
        root.resolve("app.js.gz"), FileTime.from(Instant.parse("2020-01-01T00:00:00Z")));

    assertThat(((Found.Resource) find("/app.js")).variants()).containsOnlyKeys(Coding.IDENTITY);
  }

  @Test
  void theTagFollowsTheContent() throws IOException {
    var before = (Found.Resource) find("/a.txt");
    write("a.txt", "b");
    var after = (Found.Resource) find("/a.txt");

    assertThat(after.identity().tag()).isNotEqualTo(before.identity().tag()).startsWith("\"");
  }

  @Test
  void anUnchangedFileIsNotReadAgain() throws IOException {
    var before = (Found.Resource) find("/a.txt");
    var library = new Library(FileRules.of(root), Clock.SYSTEM);

    assertThat(library.find("/a.txt", before)).isSameAs(before);
  }

  @Test
  void aLargeFileStaysOnDiskAndItsTagIsWeakUntilItHasSettled() throws IOException {
    Files.write(root.resolve("big.bin"), new byte[Library.IN_MEMORY_MAX + 1]);
    var fresh = ((Found.Resource) find("/big.bin")).identity();
    Files.setLastModifiedTime(
        root.resolve("big.bin"), FileTime.from(Instant.parse("2026-01-01T00:00:00Z")));
    var settled = ((Found.Resource) find("/big.bin")).identity();

    assertThat(fresh.bytes()).isInstanceOf(Variant.Content.OnDisk.class);
    assertThat(fresh.tag()).startsWith("W/");
    assertThat(settled.tag()).startsWith("\"");
  }

  @Test
  void onlySiblingsOfTheListAreUsedAndTheFirstOfEqualsWins() throws IOException {
    write("app.js", "plain");
    write("app.js.br", "br");
    write("app.js.gz", "gz");
    write("app.js.zst", "zst");

    assertThat(chosen(List.of(Coding.GZIP, Coding.BROTLI), "br, gzip, zstd"))
        .isEqualTo(Coding.GZIP);
    assertThat(chosen(List.of(Coding.BROTLI), "gzip, zstd, br;q=0.1")).isEqualTo(Coding.BROTLI);
    assertThat(chosen(List.of(), "br, gzip, zstd")).isEqualTo(Coding.IDENTITY);
  }

  private Coding chosen(List<Coding> siblings, String accept) throws IOException {
    var rules =
        new FileRules(root, List.of(), null, List.of(), false, siblings, false, CacheRules.DEFAULT);
    Found found = new Library(rules, Clock.SYSTEM).find("/app.js", null);
    return ((Found.Resource) found).choose(accept).coding();
  }

  @Test
  void endingsAreTriedForCleanAddresses() throws IOException {
    write("about.html", "about");
    var rules =
        new FileRules(
            root,
            List.of("index.html"),
            null,
            List.of(".html"),
            false,
            List.of(),
            false,
            CacheRules.DEFAULT);

    Found found = new Library(rules, Clock.SYSTEM).find("/about", null);

    assertThat(found).isInstanceOf(Found.Resource.class);
  }

  @Test
  void hotFilesStayWithinTheirMemoryAndKeepWhatIsAskedFor() throws IOException {
    var hot = new HotFiles(64 * 1024);
    for (int i = 0; i < 100; i++) {
      write("f" + i, "x".repeat(1000));
      hot.put("/f" + i, (Found.Resource) find("/f" + i), 0);
      hot.fresh("/f0", 0);
    }

    assertThat(hot.bytes()).isLessThanOrEqualTo(64 * 1024);
    assertThat(hot.fresh("/f0", 0)).isNotNull();
    assertThat(hot.fresh("/f99", 0)).isNotNull();
    assertThat(hot.fresh("/f99", HotFiles.FRESH_NANOS + 1)).isNull();
    for (int i = 0; i < 100; i++) {
      hot.remove("/f" + i);
    }
    assertThat(hot.bytes()).isZero();
  }

  private Found find(String path) throws IOException {
    return new Library(FileRules.of(root), Clock.SYSTEM).find(path, null);
  }

  private String text(String path) throws IOException {
    var variant = ((Found.Resource) find(path)).identity();
    var bytes = ((Variant.Content.InMemory) variant.bytes()).bytes();
    return UTF_8.decode(bytes.buffer().duplicate().clear()).toString();
  }

  private void write(String name, String text) throws IOException {
    Files.writeString(root.resolve(name), text);
  }
}
