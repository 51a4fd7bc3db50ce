package dev.varve.config;

import dev.varve.base.Failure;
import dev.varve.base.Problem;
import dev.varve.base.json.Json;
import dev.varve.base.json.JsonArray;
import dev.varve.base.json.JsonNull;
import dev.varve.base.json.JsonNumber;
import dev.varve.base.json.JsonObject;
import dev.varve.config.source.Authored;
import dev.varve.config.source.ConfigCode;
import dev.varve.config.source.PlaceMap;
import dev.varve.config.source.SourceText;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.composer.Composer;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;
import org.snakeyaml.engine.v2.parser.ParserImpl;
import org.snakeyaml.engine.v2.scanner.StreamReader;
import org.snakeyaml.engine.v2.schema.CoreSchema;

/// Reads YAML 1.2 (core schema): `yes` is text, keys are text, one document. Aliases are written
/// out, within bounds, so that a small file cannot become a large value. Tags are refused.
final class YamlFile {
  private static final int VALUES_MAX = 250_000;
  private static final int DEPTH_MAX = 64;

  private final String file;
  private final PlaceMap places;
  private final List<Problem> problems = new ArrayList<>();
  private int values;

  private YamlFile(String file) {
    this.file = file;
    this.places = new PlaceMap(file);
  }

  /// @param file as it is shown in places
  static Authored read(String text, String file) {
    var reader = new YamlFile(file);
    Json value = reader.value(reader.compose(text), new ArrayList<>());
    if (!reader.problems.isEmpty()) {
      throw new Failure(reader.problems);
    }
    return new Authored(value, reader.places);
  }

  private Node compose(String text) {
    if (text.length() > SourceText.BYTES_MAX) {
      throw tooLarge(file, "have at most 4 MiB");
    }
    var settings =
        LoadSettings.builder()
            .setLabel(file)
            .setSchema(new CoreSchema())
            .setMaxAliasesForCollections(1000)
            .setCodePointLimit(SourceText.BYTES_MAX)
            .setAllowDuplicateKeys(true)
            .setUseMarks(true)
            .build();
    try {
      Optional<Node> root = compose(text, settings);
      return root.orElseThrow(() -> unreadable(file, "must hold a value, but is empty"));
    } catch (MarkedYamlEngineException wrong) {
      String where = wrong.getProblemMark().map(mark -> place(mark)).orElse(file);
      throw unreadable(where, "must be YAML 1.2, but " + said(wrong.getProblem()));
    } catch (YamlEngineException wrong) {
      throw unreadable(file, "must be YAML 1.2, but " + said(String.valueOf(wrong.getMessage())));
    } catch (StackOverflowError _) {
      throw tooLarge(file, "nest at most 64 deep");
    }
  }

  /// The nodes of the one document of a text.
  static Optional<Node> compose(String text, LoadSettings settings) {
    var parser = new ParserImpl(settings, new StreamReader(settings, text));
    return new Composer(settings, parser).getSingleNode();
  }

  private String place(Mark mark) {
    return file + ":" + (mark.getLine() + 1) + ":" + (mark.getColumn() + 1);
  }

  private static String said(String problem) {
    String line = problem.lines().findFirst().orElse("").strip();
    return line.startsWith("but ") ? line.substring(4) : line;
  }

  private static Failure unreadable(String where, String message) {
    return new Failure(new Problem(ConfigCode.UNREADABLE, where, message, ""));
  }

  private static Failure tooLarge(String where, String rule) {
    return new Failure(new Problem(ConfigCode.TOO_LARGE, where, "must " + rule, ""));
  }

  private Json value(Node node, List<String> path) {
    String where = node.getStartMark().map(this::place).orElse(file);
    if (++values > VALUES_MAX) {
      throw tooLarge(where, "have at most 250,000 values, aliases written out");
    }
    if (path.size() > DEPTH_MAX) {
      throw tooLarge(where, "nest at most 64 deep");
    }
    node.getStartMark()
        .ifPresent(mark -> places.note(path, mark.getLine() + 1, mark.getColumn() + 1));
    return switch (node) {
      case MappingNode mapping -> object(mapping, path);
      case SequenceNode sequence -> array(sequence, path);
      case ScalarNode scalar -> scalar(scalar, where);
      default -> throw unreadable(where, "must be a value, but is " + node.getNodeType());
    };
  }

  private Json array(SequenceNode sequence, List<String> path) {
    var items = new ArrayList<Json>();
    for (Node item : sequence.getValue()) {
      path.addLast(Integer.toString(items.size()));
      items.add(value(item, path));
      path.removeLast();
    }
    return new JsonArray(items);
  }

  private Json object(MappingNode mapping, List<String> path) {
    var members = new LinkedHashMap<String, Json>();
    for (NodeTuple member : mapping.getValue()) {
      String where = member.getKeyNode().getStartMark().map(this::place).orElse(file);
      if (!(member.getKeyNode() instanceof ScalarNode key)) {
        throw unreadable(where, "must be text, since it is a key");
      }
      path.addLast(key.getValue());
      Json value = value(member.getValueNode(), path);
      member
          .getKeyNode()
          .getStartMark()
          .ifPresent(mark -> places.note(path, mark.getLine() + 1, mark.getColumn() + 1));
      path.removeLast();
      if (members.putIfAbsent(key.getValue(), value) != null) {
        problems.add(
            new Problem(
                ConfigCode.DUPLICATE_KEY,
                where,
                "'" + key.getValue() + "' must be written once",
                "remove one"));
      }
    }
    return new JsonObject(members);
  }

  private static Json scalar(ScalarNode scalar, String where) {
    Tag tag = scalar.getTag();
    String text = scalar.getValue();
    if (tag.equals(Tag.STR)) {
      return Json.of(text);
    }
    if (tag.equals(Tag.NULL)) {
      return JsonNull.NULL;
    }
    if (tag.equals(Tag.BOOL)) {
      return Json.of(Boolean.parseBoolean(text));
    }
    if (tag.equals(Tag.INT) || tag.equals(Tag.FLOAT)) {
      return number(text, where);
    }
    throw unreadable(where, "must have no tag, but has " + tag);
  }

  private static Json number(String text, String where) {
    try {
      if (text.startsWith("0x")) {
        return Json.of(Long.parseLong(text.substring(2), 16));
      }
      if (text.startsWith("0o")) {
        return Json.of(Long.parseLong(text.substring(2), 8));
      }
      if (text.length() > 40) {
        throw new NumberFormatException(text);
      }
      if (isShort(text)) {
        return Json.of(Long.parseLong(text));
      }
      var value = new BigDecimal(text);
      if (Math.abs((long) value.scale()) > 100) {
        throw new NumberFormatException(text);
      }
      return new JsonNumber(value);
    } catch (NumberFormatException _) {
      throw unreadable(where, "must be a finite number of at most 40 digits, but is " + text);
    }
  }

  /// A whole number that fits in 64 bits for certain.
  private static boolean isShort(String text) {
    boolean digits = text.length() <= 18;
    for (int i = 0; i < text.length() && digits; i++) {
      digits = text.charAt(i) >= '0' && text.charAt(i) <= '9';
    }
    return digits;
  }
}
