package dev.varve.program;

import dev.varve.base.Failure;
import dev.varve.base.Problem;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/// Files that commands read and write for people. What cannot be used is told with its path.
public final class TextFile {
  private static final int BYTES_MAX = 64 << 20;

  private TextFile() {}

  /// @throws Failure when it is not a readable file in UTF-8, or larger than any graph
  public static String read(Path path) {
    try (InputStream in = Files.newInputStream(path)) {
      byte[] bytes = in.readNBytes(BYTES_MAX + 1);
      if (bytes.length > BYTES_MAX) {
        throw new IOException("it has more than 64 MiB");
      }
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (IOException e) {
      throw unusable(path, "the file must be readable text in UTF-8, but is not: " + e, e);
    }
  }

  /// Whole or not at all.
  ///
  /// @throws Failure when it cannot be written
  public static void write(Path path, String text) {
    try {
      Path folder = path.toAbsolutePath().getParent();
      if (folder != null) {
        Files.createDirectories(folder);
      }
      Path temporary = path.resolveSibling(path.getFileName() + ".new");
      Files.writeString(temporary, text);
      Files.move(temporary, path, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw unusable(path, "the file must be writable, but is not: " + e, e);
    }
  }

  private static Failure unusable(Path path, String message, IOException e) {
    return new Failure(
        new Problem(
            ProgramCode.UNREADABLE, path.toString(), message, "check the path and who may use it"),
        e);
  }
}
