package dev.varve.config;

import dev.varve.base.json.Json;
import dev.varve.config.source.SourceText;
import java.io.StringWriter;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.StreamDataWriter;
import org.snakeyaml.engine.v2.emitter.Emitter;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.schema.CoreSchema;
import org.snakeyaml.engine.v2.serializer.Serializer;

/// One way to lay out a configuration. Never changes what it means, and its result is laid out the
/// same way again.
public final class Formatting {
  private static final int ROUNDS_MAX = 4;

  private Formatting() {}

  /// Two spaces a level, lists under their key, comments and the author's choice of quotes and
  /// brackets kept. A text that cannot be laid out without losing something comes back unchanged.
  ///
  /// @throws dev.varve.base.Failure when it is not YAML
  public static String yaml(String text, String file) {
    Json meaning = YamlFile.read(text, file).value();
    String current = text;
    for (int round = 0; round < ROUNDS_MAX; round++) {
      String next = laidOut(current, file);
      if (next.equals(current)) {
        return keepsComments(text, next) && YamlFile.read(next, file).value().equals(meaning)
            ? next
            : text;
      }
      current = next;
    }
    return text;
  }

  /// Two spaces a level, one member a line.
  ///
  /// @throws dev.varve.base.Failure when it is not JSON
  public static String json(String text, String file) {
    return JsonFile.read(text, file).value().pretty();
  }

  private static String laidOut(String text, String file) {
    var load =
        LoadSettings.builder()
            .setLabel(file)
            .setSchema(new CoreSchema())
            .setParseComments(true)
            .setMaxAliasesForCollections(1000)
            .setCodePointLimit(SourceText.BYTES_MAX)
            .build();
    var dump =
        DumpSettings.builder()
            .setSchema(new CoreSchema())
            .setDumpComments(true)
            .setIndent(2)
            .setIndicatorIndent(2)
            .setIndentWithIndicator(true)
            .setWidth(100)
            .setSplitLines(false)
            .build();
    try {
      Optional<Node> root = YamlFile.compose(text, load);
      return root.isEmpty() ? text : written(root.get(), dump);
    } catch (YamlEngineException _) {
      // The text was read before, so this is what the library cannot do with comments, or with a
      // document that has no value.
      return text;
    }
  }

  private static String written(Node root, DumpSettings dump) {
    var out = new Text();
    var serializer = new Serializer(dump, new Emitter(dump, out));
    serializer.emitStreamStart();
    serializer.serializeDocument(root);
    serializer.emitStreamEnd();
    return out.toString().stripTrailing() + "\n";
  }

  private static boolean keepsComments(String before, String after) {
    return comments(before) == comments(after);
  }

  private static long comments(String text) {
    return text.lines()
        .filter(line -> line.stripLeading().startsWith("#") || line.contains(" #"))
        .count();
  }

  /// Where the emitter writes.
  private static final class Text extends StringWriter implements StreamDataWriter {
    @Override
    public void flush() {
      super.flush();
    }
  }
}
