package dev.varve.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.varve.base.Failure;
import dev.varve.base.Problem;
import dev.varve.base.json.Json;
import dev.varve.base.json.JsonObject;
import dev.varve.graph.Graph;
import dev.varve.graph.action.StaticFiles;
import dev.varve.graph.shape.Shape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigurationTest {
  /// Two routes: assets and everything else.
  private static final Profile<StaticFiles> TWO =
      new Profile<>() {
        @Override
        public String name() {
          return "two";
        }

        @Override
        public Shape<StaticFiles> options() {
          return StaticFiles.SHAPE;
        }

        @Override
        public List<JsonObject> routes(StaticFiles options) {
          return List.of(
              Json.of("path", Json.of("/assets/*")).with("static", Json.of(options.dir())),
              JsonObject.EMPTY.with("static", Json.of(options.dir())));
        }
      };

  private static Configuration load(Path file) {
    return Configuration.load(file, new Profiles(List.of(TWO)), Evaluation.sandbox(_ -> {}));
  }

  @Test
  void findsTheOneFileOfADirectory(@TempDir Path folder) throws IOException {
    assertThatThrownBy(() -> ConfigFile.find(folder)).hasMessageContaining("E1101");
    Path yaml = Files.writeString(folder.resolve("varve.yaml"), "drain: 5s\n");
    assertThat(ConfigFile.find(folder)).isEqualTo(yaml);
    Files.writeString(folder.resolve("varve.json"), "{}");
    assertThatThrownBy(() -> ConfigFile.find(folder))
        .hasMessageContaining("holds varve.yaml and varve.json");
  }

  @Test
  void tellsWhatIsMissingOnTheDisk(@TempDir Path folder) throws IOException {
    Path file =
        Files.writeString(folder.resolve("varve.yaml"), "sites:\n  a:\n    - static: dist\n");

    assertThatThrownBy(() -> load(file).graph())
        .isInstanceOf(Failure.class)
        .hasMessageContaining("varve.yaml:3:7: sites.a.routes[0].static must name a directory")
        .hasMessageContaining("E1214");
    Files.createDirectory(folder.resolve("dist"));
    assertThat(load(file).graph().sites()).containsKey("a");
  }

  @Test
  void givesTheSameRevisionWhereverTheFileStands(@TempDir Path folder) throws IOException {
    Path one = Files.createDirectories(folder.resolve("one/dist")).getParent();
    Path two = Files.createDirectories(folder.resolve("two/dist")).getParent();
    String text = "sites: {a: {static: dist}}\n";

    Graph first = load(Files.writeString(one.resolve("varve.yaml"), text)).graph();
    Graph second = load(Files.writeString(two.resolve("varve.yaml"), text)).graph();

    assertThat(first.revision()).isEqualTo(second.revision());
  }

  @Test
  void writesProfilesOutAsRoutes(@TempDir Path folder) throws IOException {
    Files.createDirectory(folder.resolve("dist"));
    Path file =
        Files.writeString(
            folder.resolve("varve.yaml"),
            """
            sites:
              a: {use: two, dir: dist}
              b:
                - {path: /x, accessLog: false, routes: [{use: two, dir: dist}]}
            """);

    Graph graph = load(file).graph();

    assertThat(graph.sites().get("a").routes())
        .extracting(route -> route.match().path().text())
        .containsExactly("/assets/*", "/*");
    assertThat(graph.sites().get("b").routes())
        .allSatisfy(route -> assertThat(route.delivery().accessLog()).isFalse())
        .extracting(route -> route.match().path().text())
        .containsExactly("/x/assets/*", "/x/*");
  }

  @Test
  void pointsAtTheOptionsOfProfiles(@TempDir Path folder) throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("varve.yaml"), "sites:\n  a:\n    use: two\n    dri: dist\n");

    assertThatThrownBy(() -> load(file))
        .hasMessageContaining("varve.yaml:4:5: sites.a.dri must be a key")
        .hasMessageContaining("did you mean 'dir'?");
  }

  @Test
  void refusesLargeAndUnreadableFiles(@TempDir Path folder) throws IOException {
    Path large = Files.writeString(folder.resolve("varve.yaml"), "#".repeat(5 << 20));
    assertThatThrownBy(() -> load(large)).hasMessageContaining("E1105");
    Path binary = Files.write(folder.resolve("varve.json"), new byte[] {(byte) 0xff, 0x00});
    assertThatThrownBy(() -> load(binary)).hasMessageContaining("must be UTF-8");
    assertThatThrownBy(() -> load(folder.resolve("gone.yaml"))).hasMessageContaining("E1101");
    assertThatThrownBy(() -> load(folder.resolve("varve.toml")))
        .hasMessageContaining("must end in");
  }

  @Test
  void tellsWhichFileOfUsersIsMissing(@TempDir Path folder) throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("varve.yaml"),
            """
            auth: {staff: {any: [{basic: staff.htpasswd}, {basic: {secret: USERS}}]}}
            sites: {a: [{auth: {basic: gone.htpasswd}, respond: 200}]}
            """);
    Files.writeString(folder.resolve("staff.htpasswd"), "");

    assertThat(load(file).missing())
        .extracting(Problem::toString)
        .singleElement()
        .asString()
        .startsWith("varve.yaml:2:")
        .contains("sites.a.routes[0].auth.basic.users must name a file that is there")
        .endsWith("[E1214]");
  }
}
