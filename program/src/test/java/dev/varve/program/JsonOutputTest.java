package dev.varve.program;

import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.base.Code;
import dev.varve.base.Exit;
import dev.varve.base.json.Json;
import dev.varve.base.json.JsonArray;
import dev.varve.base.json.JsonObject;
import dev.varve.config.source.ConfigCode;
import dev.varve.graph.shape.GraphCode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `-o json` prints one JSON value and nothing else to the standard output, in the shape that
/// docs/config/commands.md gives; and a TypeScript configuration runs where it is told to.
final class JsonOutputTest {
  private static final String SITE = "sites: { '*': [ { path: '/*', respond: { body: hi } } ] }\n";

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  @TempDir private Path folder;

  private Exit run(String... arguments) {
    out.reset();
    err.reset();
    var terminal =
        new Terminal(
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8));
    return CommandTree.of(AllCommands.list()).run(terminal, folder, Map.of(), arguments);
  }

  private JsonObject json(Exit exit, String... arguments) {
    assertThat(run(arguments)).as(err.toString(StandardCharsets.UTF_8)).isEqualTo(exit);
    return (JsonObject) Json.parse(out.toString(StandardCharsets.UTF_8));
  }

  private static String text(JsonObject json, String... path) {
    Json value = json;
    for (String step : path) {
      value =
          value instanceof JsonObject object
              ? Objects.requireNonNull(object.get(step))
              : ((JsonArray) value).items().get(Integer.parseInt(step));
    }
    return value.compact();
  }

  private void write(String name, String text) throws IOException {
    Files.createDirectories(folder.resolve(name).getParent());
    Files.writeString(folder.resolve(name), text);
  }

  @Test
  void compileTellsFileRevisionAndWhetherItWasTheSame() throws IOException {
    write("varve.yaml", SITE);

    JsonObject first = json(Exit.OK, "compile", "-o", "json");
    assertThat(text(first, "same")).isEqualTo("false");
    assertThat(text(first, "revision")).matches("\"[0-9a-f]{64}\"");
    assertThat(text(first, "file")).endsWith("route-graph.json\"");
    assertThat(text(json(Exit.OK, "compile", "-o", "json"), "same")).isEqualTo("true");
    write("varve.yaml", SITE.replace("hi", "ho"));
    assertThat(text(json(Exit.DIFFERENCES, "compile", "--check", "-o", "json"), "same"))
        .isEqualTo("false");
  }

  @Test
  void validateListsWhatIsWrongAsData() throws IOException {
    write("varve.yaml", "upstreams: { api: '127.0.0.1:80' }\n" + SITE);
    JsonObject valid = json(Exit.OK, "validate", "-o", "json");
    assertThat(text(valid, "valid")).isEqualTo("true");
    assertThat(text(valid, "sites")).isEqualTo("1");
    assertThat(text(valid, "routes")).isEqualTo("1");
    assertThat(text(valid, "errors")).isEqualTo("[]");
    assertThat(text(valid, "warnings", "0", "code")).isEqualTo("\"E1216\"");

    write("varve.yaml", "sites: { a: [ { path: /x, proxi: api } ] }\n");
    JsonObject invalid = json(Exit.INVALID, "validate", "-o", "json");
    assertThat(text(invalid, "valid")).isEqualTo("false");
    assertThat(text(invalid, "errors", "0", "code")).isEqualTo("\"E1201\"");
    assertThat(text(invalid, "errors", "0", "where")).startsWith("\"varve.yaml:1:");
    assertThat(text(invalid, "errors", "0", "next")).contains("did you mean 'proxy'");
    assertThat(err.size()).isZero();
  }

  @Test
  void fmtTellsWhetherItChangedTheFile() throws IOException {
    write("varve.yaml", "sites:   { a: [ ] }\n");
    assertThat(text(json(Exit.DIFFERENCES, "fmt", "--check", "-o", "json"), "same"))
        .isEqualTo("false");
    assertThat(text(json(Exit.OK, "fmt", "-o", "json"), "written")).isEqualTo("true");
    JsonObject again = json(Exit.OK, "fmt", "-o", "json");
    assertThat(text(again, "same")).isEqualTo("true");
    assertThat(text(again, "written")).isEqualTo("false");
  }

  @Test
  void planCountsAndListsChanges() throws IOException {
    write("varve.yaml", SITE);
    JsonObject plan = json(Exit.DIFFERENCES, "plan", "-o", "json");
    assertThat(text(plan, "added")).isNotEqualTo("0");
    assertThat(run("compile")).isEqualTo(Exit.OK);
    JsonObject same = json(Exit.OK, "plan", "-o", "json");
    assertThat(text(same, "changes")).isEqualTo("[]");
  }

  @Test
  void explainGivesPhasesOrWhatACodeMeans() throws IOException {
    write("varve.yaml", SITE);
    JsonObject request = json(Exit.OK, "explain", "GET", "http://a/x", "-o", "json");
    assertThat(text(request, "route")).isEqualTo("\"*/*\"");
    assertThat(text(request, "status")).isEqualTo("200");
    assertThat(text(request, "phases", "0", "phase")).isNotEmpty();
    JsonObject code = json(Exit.OK, "explain", "E1203", "-o", "json");
    assertThat(text(code, "code")).isEqualTo("\"E1203\"");
    assertThat(text(code, "exit")).isEqualTo("4");
  }

  @Test
  void everyCodeOfConfigurationsIsExplained() {
    var codes = new ArrayList<Code>(List.of(GraphCode.values()));
    codes.addAll(List.of(ConfigCode.values()));
    codes.addAll(List.of(ProgramCode.values()));
    for (Code code : codes) {
      assertThat(run("explain", code.id())).as(code.id()).isEqualTo(Exit.OK);
      assertThat(out.toString(StandardCharsets.UTF_8)).contains(code.title(), code.explanation());
      assertThat(code.explanation()).as(code.id()).hasSizeGreaterThan(20).endsWith(".");
    }
    assertThat(run("explain", "E9999")).isNotEqualTo(Exit.OK);
  }

  @Test
  void testListsEveryRequest() throws IOException {
    write("varve.yaml", SITE);
    write(
        "varve.test.yaml",
        "tests: [{request: GET http://a/, expect: {status: 200}},"
            + " {request: GET http://a/, expect: {status: 404}}]\n");
    JsonObject results = json(Exit.FAILED, "test", "-o", "json");
    assertThat(text(results, "passed")).isEqualTo("1");
    assertThat(text(results, "failed")).isEqualTo("1");
    assertThat(text(results, "tests", "0", "passed")).isEqualTo("true");
    assertThat(text(results, "tests", "1", "differences", "0")).contains("404");
  }

  @Test
  void schemaIsJsonAndInitListsItsFiles() {
    assertThat(text(json(Exit.OK, "schema", "-o", "json"), "$schema")).contains("json-schema");
    JsonObject init = json(Exit.OK, "init", "app", "-o", "json");
    assertThat(text(init, "template")).isEqualTo("\"app\"");
    assertThat(text(init, "files")).contains("varve.config.ts", "app/App.java");
    assertThat(text(json(Exit.OK, "validate", "-o", "json"), "valid")).isEqualTo("true");
  }

  @Test
  void anotherFormIsRefused() throws IOException {
    write("varve.yaml", SITE);
    assertThat(run("validate", "-o", "xml")).isEqualTo(Exit.USAGE);
    assertThat(run("schema", "-o", "xml")).isEqualTo(Exit.USAGE);
  }

  @Test
  void rootWidensWhatImportsReach() throws IOException {
    write("shared/hosts.ts", "export const host: string = 'a.example'\n");
    write(
        "site/varve.config.ts",
        """
        import { host } from '../shared/hosts.ts'
        export default { sites: { [host]: [{ path: '/*', respond: 204 }] } }
        """);

    assertThat(run("validate", "site/varve.config.ts")).isEqualTo(Exit.INVALID);
    assertThat(err.toString(StandardCharsets.UTF_8)).contains("--root");
    assertThat(run("validate", "site/varve.config.ts", "--root", ".")).isEqualTo(Exit.OK);
  }

  @Test
  void theEngineIsTheSandboxUnlessNodeIsAskedFor() throws IOException {
    write(
        "varve.config.ts",
        "import name from 'a-package'\nexport default { sites: { [name]: [{ respond: 204 }] } }\n");
    write("node_modules/a-package/package.json", "{\"name\":\"a-package\",\"main\":\"i.js\"}");
    write("node_modules/a-package/i.js", "module.exports = 'b.example'\n");

    assertThat(run("validate")).isEqualTo(Exit.INVALID);
    assertThat(err.toString(StandardCharsets.UTF_8)).contains("--engine node");
    assertThat(run("validate", "--engine", "deno")).isEqualTo(Exit.USAGE);
  }
}
