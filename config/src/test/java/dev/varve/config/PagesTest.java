package dev.varve.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.base.Code;
import dev.varve.config.profile.KnownProfiles;
import dev.varve.config.source.ConfigCode;
import dev.varve.graph.shape.GraphCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// The committed pages are those that the records give; `-Dvarve.golden=update` writes them anew.
class PagesTest {
  private static final Path ROOT = Path.of(System.getProperty("varve.root", ".."));

  @Test
  void theReferenceIsThatOfTheRecords() throws IOException {
    isCommitted("docs/reference/config.md", Pages.reference(KnownProfiles.PROFILES));
  }

  @Test
  void theSchemaIsThatOfTheRecords() throws IOException {
    isCommitted("packages/config/schema.json", Pages.schema(KnownProfiles.PROFILES).pretty());
  }

  @Test
  void theTypesAreThoseOfTheRecords() throws IOException {
    isCommitted("packages/config/graph.d.ts", Pages.types(KnownProfiles.PROFILES));
  }

  @Test
  void everyProfileHasAFunctionOfItsName() throws IOException {
    String types = Files.readString(ROOT.resolve("packages/config/profiles.d.ts"));
    String functions = Files.readString(ROOT.resolve("packages/config/profiles.js"));

    assertThat(KnownProfiles.ALL)
        .allSatisfy(profile -> {
          String name = profile.name();
          String options = profile.options().name();
          assertThat(types)
              .containsPattern("function " + name + "\\(options\\??: " + options + "\\)")
              .contains("Use<'" + name + "', " + options + ">");
          assertThat(functions).containsPattern("export const " + name + "\\b|function " + name);
        });
  }

  @Test
  void everyCodeHasANumberOfItsOwnAndAnExplanation() {
    var codes = new ArrayList<Code>(List.of(GraphCode.values()));
    codes.addAll(List.of(ConfigCode.values()));

    assertThat(codes)
        .extracting(Code::id)
        .doesNotHaveDuplicates()
        .allMatch(id -> id.matches("E1[12]\\d\\d"));
    assertThat(codes).allSatisfy(code -> assertThat(code.explanation()).hasSizeGreaterThan(30));
  }

  private static void isCommitted(String file, String content) throws IOException {
    Path path = ROOT.resolve(file);
    if ("update".equals(System.getProperty("varve.golden"))) {
      Files.createDirectories(path.getParent());
      Files.writeString(path, content);
    }
    assertThat(path).exists();
    assertThat(Files.readString(path)).isEqualTo(content);
  }
}
