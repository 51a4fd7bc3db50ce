package dev.varve.config.source;

import dev.varve.base.Failure;
import dev.varve.base.Problem;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/// The text of a file that an author wrote. No more of it is read than a configuration may have,
/// whatever the file says of its size: devices say nothing.
public final class SourceText {
  /// The most bytes of one file.
  public static final int BYTES_MAX = 4 << 20;

  private SourceText() {}

  /// @param name as people call the file
  /// @throws Failure when it cannot be read, is too large or not UTF-8
  public static String read(Path file, String name) {
    byte[] bytes;
    try (InputStream in = Files.newInputStream(file)) {
      bytes = in.readNBytes(BYTES_MAX + 1);
    } catch (IOException e) {
      throw new Failure(
          new Problem(
              ConfigCode.NO_FILE,
              name,
              "must be a readable file, but is not: " + e,
              "check the path and who may read it"),
          e);
    }
    if (bytes.length > BYTES_MAX) {
      throw new Failure(
          new Problem(
              ConfigCode.TOO_LARGE,
              name,
              "must have at most 4 MiB, but has more",
              "split it, or write less"));
    }
    return decoded(bytes, name);
  }

  private static String decoded(byte[] bytes, String name) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw new Failure(
          new Problem(ConfigCode.UNREADABLE, name, "must be UTF-8, but is not", "save it as such"),
          e);
    }
  }
}
