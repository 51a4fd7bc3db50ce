package dev.varve.http.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OpenFileTest {
  @TempDir Path folder;

  private Path file;

  @BeforeEach
  void write() throws IOException {
    file = Files.writeString(folder.resolve("a"), "a".repeat(1 << 20));
  }

  private OpenFile opened(Path path) throws IOException {
    Object key = Files.readAttributes(file, BasicFileAttributes.class).fileKey();
    return OpenFile.of(FileChannel.open(file), path, key);
  }

  @Test
  void hasADescriptorOfTheSameFileUntilItIsClosed() throws IOException {
    OpenFile open = opened(file);
    assertThat(open.descriptor()).isNotNegative();
    assertThat(Path.of("/proc/self/fd/" + open.descriptor()).toRealPath())
        .isEqualTo(file.toRealPath());

    open.close();

    assertThat(open.descriptor()).isNegative();
    assertThat(open.channel().isOpen()).isFalse();
    open.close();
  }

  /// What was put under the path since the file was opened with care is never sent.
  @Test
  void hasNoDescriptorOfWhatLiesUnderThePathNow() throws IOException {
    Path other = Files.writeString(folder.resolve("b"), "b".repeat(1 << 20));
    Path link = Files.createSymbolicLink(folder.resolve("l"), other);
    for (Path path :
        new Path[] {other, link, folder, folder.resolve("gone"), Path.of("/dev/null")}) {
      try (OpenFile open = opened(path)) {
        assertThat(open.descriptor()).as(path.toString()).isNegative();
        assertThat(open.isIntact()).isTrue();
      }
    }
  }

  @Test
  void isIntactWhileItOnlyGrows() throws IOException {
    try (OpenFile open = opened(file);
        var writer = FileChannel.open(file, StandardOpenOption.WRITE)) {
      assertThat(open.isIntact()).isTrue();
      Files.writeString(file, "more", StandardOpenOption.APPEND);
      assertThat(open.isIntact()).isTrue();
      writer.truncate(1000);
      assertThat(open.isIntact()).isFalse();
    }
  }

  @Test
  void errorsOfTheSystemAreTold() {
    assertThatThrownBy(() -> SystemCalls.open(folder.resolve("gone")))
        .isInstanceOf(IOException.class)
        .hasMessage("open failed with error 2 of the system");
    assertThatThrownBy(() -> SystemCalls.sendfile(-1, -1, 0, 1)).hasMessageContaining("error 9");
    assertThatThrownBy(() -> SystemCalls.close(-1)).hasMessageContaining("error 9");
  }
}
