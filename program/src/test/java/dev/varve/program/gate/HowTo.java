package dev.varve.program.gate;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/// The configurations a page shows are those that its gate serves, with ports and folders of the
/// test in the place of those on the page.
final class HowTo {
  private static final Pattern YAML = Pattern.compile("(?s)```yaml\n(.*?)```");

  private final List<String> configurations;

  private HowTo(List<String> configurations) {
    this.configurations = configurations;
  }

  static HowTo page(String name) throws IOException {
    String text = Files.readString(Applications.ROOT.resolve("docs/howto/" + name));
    return new HowTo(YAML.matcher(text).results().map(HowTo::content).toList());
  }

  private static String content(MatchResult result) {
    return result.group(1);
  }

  /// Writes `varve.yaml` into a folder.
  ///
  /// @param number of the configuration on the page, from 0
  /// @param replacements what stands on the page, and what to put in its place, in pairs
  void write(Path folder, int number, String... replacements) throws IOException {
    String text = configurations.get(number);
    for (int i = 0; i < replacements.length; i += 2) {
      assertThat(text).contains(replacements[i]);
      text = text.replace(replacements[i], replacements[i + 1]);
    }
    Files.writeString(Files.createDirectories(folder).resolve("varve.yaml"), text);
  }
}
