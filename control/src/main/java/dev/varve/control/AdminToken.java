package dev.varve.control;

import dev.varve.base.Failure;
import dev.varve.base.Problem;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.EnumSet;

/// The secret that lets a client use the admin listener: 256 bits, made once for each data
/// directory, kept in a file that only its owner can read.
public final class AdminToken {
  private static final String FILE = "admin-token";
  private static final int BYTES = 32;

  private final String text;

  private AdminToken(String text) {
    this.text = text;
  }

  /// The token of a data directory, made when there is none yet.
  ///
  /// @throws Failure when the file cannot be read or written
  public static AdminToken of(Path data) {
    Path file = data.resolve(FILE);
    try {
      return Files.exists(file) ? read(file) : create(file);
    } catch (FileAlreadyExistsException _) {
      return existing(data);
    } catch (IOException e) {
      throw unusable(file, e);
    }
  }

  /// The token of a data directory that a server has used before.
  ///
  /// @throws Failure when there is none or it cannot be read
  public static AdminToken existing(Path data) {
    Path file = data.resolve(FILE);
    try {
      return read(file);
    } catch (IOException e) {
      throw unusable(file, e);
    }
  }

  private static AdminToken read(Path file) throws IOException {
    String text = Files.readString(file).strip();
    if (text.isEmpty()) {
      throw new NoSuchFileException(file.toString(), null, "it is empty");
    }
    return new AdminToken(text);
  }

  private static AdminToken create(Path file) throws IOException {
    byte[] secret = new byte[BYTES];
    new SecureRandom().nextBytes(secret);
    String text = Base64.getUrlEncoder().withoutPadding().encodeToString(secret);
    var owner = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    var create = EnumSet.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    try (var channel = Files.newByteChannel(file, create, owner)) {
      channel.write(StandardCharsets.UTF_8.encode(text + "\n"));
    }
    return new AdminToken(text);
  }

  private static Failure unusable(Path file, IOException e) {
    var problem =
        new Problem(
            ControlCode.NO_TOKEN,
            file.toString(),
            "the admin token must be readable, but is not: " + e,
            "check who owns the data directory");
    return new Failure(problem, e);
  }

  /// What a client sends as `Authorization: Bearer …`.
  public String text() {
    return text;
  }

  /// Whether the field's value is this token as a bearer token; takes the same time wherever it
  /// differs.
  public boolean accepts(String authorization) {
    if (!authorization.regionMatches(true, 0, "Bearer ", 0, 7)) {
      return false;
    }
    return MessageDigest.isEqual(
        authorization.substring(7).strip().getBytes(StandardCharsets.UTF_8),
        text.getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public String toString() {
    return "AdminToken[hidden]";
  }
}
