package dev.varve.config.typescript;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.varve.base.Failure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What is said when Node cannot be used; that it gives the same values is checked in the slow
/// tier, where Node is.
class NodeEngineTest {
  @TempDir Path temp;
  private Program program;

  @BeforeEach
  void link() throws IOException {
    Path config = temp.resolve("varve.config.ts");
    Files.writeString(config, "export default 1");
    program = Linker.link(ModuleLoader.load(config, temp, true), true);
  }

  private Path fake(String name, String script) throws IOException {
    Path folder = Files.createDirectories(temp.resolve(name));
    Path node = folder.resolve("node");
    Files.writeString(node, "#!/bin/sh\n" + script);
    Files.setPosixFilePermissions(node, PosixFilePermissions.fromString("rwxr-xr-x"));
    return folder;
  }

  private String run(Path path, List<String> log) {
    return NodeEngine.run(program, temp, path.toString(), log::add);
  }

  @Test
  void saysThatNodeIsMissing() {
    assertThatThrownBy(() -> run(temp.resolve("nowhere"), new ArrayList<>()))
        .isInstanceOf(Failure.class)
        .hasMessage(
            "node must be on the PATH, but is not; install Node 20 or newer, or leave --engine"
                + " node out [E1156]");
  }

  @Test
  void saysThatNodeIsTooOld() throws IOException {
    Path old = fake("old", "echo v18.20.1");

    assertThatThrownBy(() -> run(old, new ArrayList<>()))
        .hasMessageContaining("must be version 20 or newer, but is v18.20.1");
  }

  @Test
  void saysHowNodeEndedWhenItReportsNothing() throws IOException {
    Path broken = fake("broken", "[ $# = 1 ] && { echo v22.0.0; exit; }\necho out of luck\nexit 7");

    assertThatThrownBy(() -> run(broken, new ArrayList<>()))
        .hasMessageContaining("ended with status 7");
    assertThat(temp.resolve(".varve")).isEmptyDirectory();
  }

  @Test
  void takesTheReportThatNodeWrites() throws IOException {
    Path good = fake("good", "[ $# = 1 ] && { echo v22.0.0; exit; }\nprintf '{\"x\":1}' > \"$3\"");

    assertThat(run(good, new ArrayList<>())).isEqualTo("{\"x\":1}");
  }
}
