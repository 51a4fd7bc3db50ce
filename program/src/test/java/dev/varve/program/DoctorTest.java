package dev.varve.program;

import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.base.Exit;
import dev.varve.base.json.Json;
import dev.varve.control.AdminToken;
import dev.varve.store.Store;
import dev.varve.store.local.LocalStore;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `varve doctor` finds what is wrong with a data directory and says what to do.
final class DoctorTest {
  private static final String MARK = "look for this text";

  @TempDir Path data;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  private Exit doctor() {
    try (var print = new PrintStream(out, true, StandardCharsets.UTF_8)) {
      return CommandTree.of(AllCommands.list())
          .run(new Terminal(print, print), data, Map.of(), "doctor", "--data", data.toString());
    }
  }

  private String said() {
    return out.toString(StandardCharsets.UTF_8);
  }

  private void write(int documents) {
    try (Store store = LocalStore.open(data.resolve("store"))) {
      for (int i = 0; i < documents; i++) {
        store.put("n", "k" + i, Json.of(MARK + i));
      }
    }
  }

  @Test
  void aHealthyDirectoryIsFine() {
    AdminToken.of(data);
    write(3);

    assertThat(doctor()).isEqualTo(Exit.OK);
    assertThat(said()).contains("takes writes", "every record matches").doesNotContain("wrong");
  }

  @Test
  void aDirectoryWithoutAStoreIsTold() {
    assertThat(doctor()).isEqualTo(Exit.FAILED);
    assertThat(said()).contains("must hold a store");
  }

  @Test
  void aSecretThatIsOpenToOthersIsTold() throws IOException {
    AdminToken.of(data);
    write(1);
    Files.setPosixFilePermissions(
        data.resolve("admin-token"), PosixFilePermissions.fromString("rw-r--r--"));

    assertThat(doctor()).isEqualTo(Exit.FAILED);
    assertThat(said()).contains("chmod 600");
  }

  @Test
  void aDamagedRecordIsPlacedAndTheNextStepNamed() throws IOException {
    write(50);
    turnABitBehind(MARK + "7\"");

    assertThat(doctor()).isEqualTo(Exit.FAILED);
    assertThat(said()).contains("wrong", "next: ", "restore");
  }

  private void turnABitBehind(String text) throws IOException {
    try (var files = Files.walk(data.resolve("store"))) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Optional<Integer> at = place(file, text);
        if (at.isPresent()) {
          try (var channel =
              FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.wrap(new byte[] {'!'}), at.get());
          }
          return;
        }
      }
    }
    throw new AssertionError("no file has " + text);
  }

  private static Optional<Integer> place(Path file, String text) throws IOException {
    if (Files.size(file) > 512L << 20) {
      return Optional.empty();
    }
    try (var channel = FileChannel.open(file)) {
      var bytes = ByteBuffer.allocate((int) Math.min(channel.size(), 1 << 20));
      channel.read(bytes);
      int at = new String(bytes.array(), StandardCharsets.ISO_8859_1).indexOf(text);
      return at < 0 ? Optional.empty() : Optional.of(at);
    }
  }
}
