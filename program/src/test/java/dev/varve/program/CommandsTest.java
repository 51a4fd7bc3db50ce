package dev.varve.program;

import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.base.Exit;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What commands print and how they end, most of all when something is wrong.
final class CommandsTest {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  @TempDir private Path folder;

  private Exit run(String... arguments) {
    var terminal =
        new Terminal(
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8));
    return CommandTree.of(AllCommands.list()).run(terminal, folder, Map.of(), arguments);
  }

  private String out() {
    return out.toString(StandardCharsets.UTF_8);
  }

  private String err() {
    return err.toString(StandardCharsets.UTF_8);
  }

  private void write(String name, String text) throws IOException {
    Files.writeString(folder.resolve(name), text);
  }

  @Test
  void versionIsOneLineOfData() {
    assertThat(run("--version")).isEqualTo(Exit.OK);
    assertThat(out()).matches("varve \\d+\\.\\d+\\.\\d+\\S*\\n");
    assertThat(err()).isEmpty();
  }

  @Test
  void anUnknownCommandIsToldWithTheNearestOne() {
    assertThat(run("sevre")).isEqualTo(Exit.USAGE);
    assertThat(err()).contains("did you mean 'serve'?").contains("[E1001]").doesNotContain("\tat ");
  }

  @Test
  void everyCommandHasHelpWithASentence() {
    for (Command command : AllCommands.list()) {
      String name = command.describe().name();
      out.reset();
      assertThat(run((name + " --help").split(" "))).as(name).isEqualTo(Exit.OK);
      assertThat(out()).as(name).contains("Usage: varve " + name).contains(".");
    }
  }

  @Test
  void servingWithoutAConfigurationSaysWhatToDo() {
    assertThat(run("validate")).isEqualTo(Exit.NOT_FOUND);
    assertThat(err())
        .contains("varve.config.ts, varve.yaml, varve.json")
        .contains("varve static DIR");
  }

  @Test
  void everyMistakeIsToldAtItsPlace() throws IOException {
    write(
        "varve.yaml",
        "sites:\n  a.example.com:\n    - { path: /, proxi: api }\n    - { path: nope, respond: {} }\n");

    assertThat(run("serve")).isEqualTo(Exit.INVALID);
    assertThat(err())
        .contains("varve.yaml:3:")
        .contains("did you mean 'proxy'")
        .contains("varve.yaml:4:")
        .doesNotContain("\tat ");
  }

  @Test
  void compileWritesTheSameBytesAgainAndCheckSeesADifference() throws IOException {
    write("varve.yaml", "sites: { '*': [ { path: '/*', respond: { body: hi } } ] }\n");

    assertThat(run("compile")).isEqualTo(Exit.OK);
    byte[] first = Files.readAllBytes(folder.resolve(".varve/route-graph.json"));
    assertThat(run("compile", "--check")).isEqualTo(Exit.OK);
    assertThat(run("compile", "--out", "-")).isEqualTo(Exit.OK);
    assertThat(out.toByteArray()).isEqualTo(first);
    write("varve.yaml", "sites: { '*': [ { path: '/*', respond: { body: ho } } ] }\n");
    assertThat(run("compile", "--check")).isEqualTo(Exit.DIFFERENCES);
  }

  @Test
  void aBusyPortIsToldWithWhoHasIt() throws IOException {
    try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      write(
          "varve.yaml",
          "listen: { http: '127.0.0.1:%d' }\nsites: { '*': [ { path: '/*', respond: {} } ] }\n"
              .formatted(taken.getLocalPort()));

      assertThat(run("serve", "--admin", "127.0.0.1:0", "--loops", "1")).isEqualTo(Exit.CONFLICT);
      assertThat(err())
          .contains(":" + taken.getLocalPort())
          .contains("" + ProcessHandle.current().pid());
    }
  }

  @Test
  void aFolderThatIsNotThereIsTold() {
    assertThat(run("static", "nowhere")).isEqualTo(Exit.INVALID);
    assertThat(err()).contains(folder.resolve("nowhere").toString()).contains("[E1005]");
  }

  @Test
  void aPortThatIsNoneIsTold() {
    assertThat(run("static", ".", "--port", "0")).isEqualTo(Exit.USAGE);
    assertThat(err()).contains("between 1 and 65535").contains("[E1001]").doesNotContain("E1099");
  }

  @Test
  void phpWithoutAFolderIsTold() {
    assertThat(run("php", "nowhere")).isEqualTo(Exit.INVALID);
    assertThat(err()).contains(folder.resolve("nowhere").toString()).contains("[E1005]");
  }

  @Test
  void aMissingTableOfRequestsIsTold() throws IOException {
    write("varve.yaml", "sites: { '*': [ { path: '/*', respond: {} } ] }\n");

    assertThat(run("test")).isEqualTo(Exit.NOT_FOUND);
    assertThat(err())
        .contains("varve.test.yaml")
        .contains("docs/config/testing.md")
        .contains("[E1014]");
  }

  @Test
  void aGraphToCompareWithMustBeThere() throws IOException {
    write("varve.yaml", "sites: { '*': [ { path: '/*', respond: {} } ] }\n");

    assertThat(run("plan", "--from", "gone.json")).isEqualTo(Exit.INVALID);
    assertThat(err()).contains(folder.resolve("gone.json").toString()).contains("[E1005]");
  }

  @Test
  void typeScriptIsNotLaidOut() throws IOException {
    write("varve.config.ts", "export default {}\n");

    assertThat(run("fmt")).isEqualTo(Exit.USAGE);
    assertThat(err())
        .contains("must be YAML or JSON")
        .contains("varve.config.ts")
        .contains("[E1001]");
  }

  /// What a graph means can be asked, and a graph be made, where its files are not.
  @Test
  void onlyWhoServesNeedsTheFiles() throws IOException {
    write("varve.yaml", "sites: { '*': { use: wordpress, root: gone } }\n");
    write("varve.test.yaml", "tests: [{ request: 'GET http://a/', expect: { action: static } }]\n");

    assertThat(run("explain", "GET", "http://a/")).isEqualTo(Exit.OK);
    assertThat(run("test")).isEqualTo(Exit.OK);
    assertThat(run("plan")).isEqualTo(Exit.DIFFERENCES);
    assertThat(err()).doesNotContain("E1214");
    assertThat(run("compile")).isEqualTo(Exit.OK);
    assertThat(err()).containsOnlyOnce("warning: ").contains("[E1214]");
    assertThat(run("validate")).isEqualTo(Exit.INVALID);
    assertThat(run("serve")).isEqualTo(Exit.INVALID);
  }

  /// Whatever is printed or written about a configuration: the value of a reference is not in it.
  @Test
  void valuesOfReferencesAreNowhere() throws IOException {
    String value = System.getenv("PATH");
    write(
        "varve.yaml",
        "sites: { '*': [ { path: '/*', auth: { basic: { secret: PATH } },"
            + " responseHeaders: { set: { x-path: { env: PATH } } }, respond: {} } ] }\n");
    write("varve.test.yaml", "tests: [{ request: 'GET http://a/', expect: { action: store } }]\n");
    for (String command :
        new String[] {"validate", "plan", "explain GET http://a/", "test", "compile", "plan"}) {
      run(command.split(" "));
      run((command + " -o json").split(" "));
    }

    assertThat(out() + err()).hasSizeGreaterThan(1_000).doesNotContain(value);
    assertThat(Files.readString(folder.resolve(".varve/route-graph.json")))
        .contains("{\"env\":\"PATH\"}", "{\"secret\":\"PATH\"}")
        .doesNotContain(value);
  }

  @Test
  void aDataDirectoryThatIsAFileIsTold() throws IOException {
    write("data", "in the way");
    write("varve.yaml", "sites: { '*': [ { path: '/*', respond: {} } ] }\n");

    assertThat(run("serve", "--data", "data", "--admin", "127.0.0.1:0")).isEqualTo(Exit.INVALID);
    assertThat(err()).contains("--data").contains("[E1005]");
  }

  @Test
  void stopWithoutAServerSaysSo() {
    assertThat(run("stop")).isEqualTo(Exit.UNREACHABLE);
    assertThat(err()).contains("[E1003]");
  }

  @Test
  void whatThisVersionCannotDoIsRefusedRatherThanIgnored() throws IOException {
    write(
        "varve.yaml",
        """
        listen: { https: { address: '127.0.0.1:8443', protocols: [h1] } }
        tls: { acme: { email: ops@example.com } }
        sites: { 'a.example.com': [ { path: '/*', respond: {} } ] }
        """);

    assertThat(run("serve", "--admin", "127.0.0.1:0")).isEqualTo(Exit.INVALID);
    assertThat(err()).contains("tls.acme").contains("[E1011]");
  }

  @Test
  void anApplicationThatDoesNotCompileIsToldWithThePlace() throws IOException {
    Files.createDirectories(folder.resolve("app"));
    write("app/Broken.java", "public class Broken {\n  int x = \"text\";\n}\n");
    write(
        "varve.yaml",
        """
        apps: { broken: { sources: app, main: Broken } }
        sites: { '*': [ { path: '/*', app: broken } ] }
        """);

    assertThat(run("serve", "--admin", "127.0.0.1:0")).isEqualTo(Exit.INVALID);
    assertThat(err()).contains("Broken.java:2:").contains("[E1009]").doesNotContain("\tat ");
  }
}
