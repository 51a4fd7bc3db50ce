package dev.varve.program;

import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.base.Exit;
import dev.varve.base.json.Json;
import dev.varve.base.json.JsonObject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// `varve explain` knows every code that the sources have.
final class CodesTest {
  private static final Path ROOT = Path.of(System.getProperty("varve.root", ".."));
  private static final Pattern CODES = Pattern.compile("enum \\w+ implements (?:\\w+, )*Code\\b");
  private static final Pattern CODE = Pattern.compile("\"(E1\\d{3})\"");

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  private Exit explain(String... arguments) {
    out.reset();
    var stream = new PrintStream(out, true, StandardCharsets.UTF_8);
    return CommandTree.of(AllCommands.list())
        .run(new Terminal(stream, stream), Path.of("."), Map.of(), arguments);
  }

  /// Each with the file it stands in.
  private static Map<String, String> written() throws IOException {
    var codes = new TreeMap<String, String>();
    try (var modules = Files.newDirectoryStream(ROOT)) {
      for (Path module : modules) {
        Path sources = module.resolve("src/main/java");
        if (Files.isDirectory(sources)) {
          gather(sources, codes);
        }
      }
    }
    return codes;
  }

  private static void gather(Path sources, Map<String, String> codes) throws IOException {
    try (Stream<Path> files = Files.walk(sources)) {
      for (Path file : files.filter(each -> each.toString().endsWith("Code.java")).toList()) {
        String text = Files.readString(file);
        if (CODES.matcher(text).find()) {
          CODE.matcher(text)
              .results()
              .forEach(found ->
                  assertThat(codes.put(found.group(1), file.toString()))
                      .as("%s is in %s too", found.group(1), file)
                      .isNull());
        }
      }
    }
  }

  @Test
  void areAllExplainedAndUsedOnce() throws IOException {
    Map<String, String> codes = written();

    assertThat(codes).hasSizeGreaterThan(100);
    for (String code : codes.keySet()) {
      assertThat(explain("explain", code)).as(code).isEqualTo(Exit.OK);
      assertThat(out.toString(StandardCharsets.UTF_8))
          .as(code)
          .startsWith(code + ": ")
          .contains("A command that meets it ends with ")
          .hasSizeGreaterThan(100);
      assertThat(explain("explain", code, "-o", "json")).as(code).isEqualTo(Exit.OK);
      var json = (JsonObject) Json.parse(out.toString(StandardCharsets.UTF_8));
      assertThat(json.text("code")).isEqualTo(code);
      assertThat(json.text("explanation")).as(code).endsWith(".");
    }
  }
}
