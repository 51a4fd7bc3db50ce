package dev.varve.config.typescript;

import dev.varve.base.Failure;
import dev.varve.base.Problem;
import dev.varve.base.json.Json;
import dev.varve.base.json.JsonArray;
import dev.varve.base.json.JsonLimits;
import dev.varve.base.json.JsonNumber;
import dev.varve.base.json.JsonObject;
import dev.varve.base.json.JsonReader;
import dev.varve.base.json.JsonString;
import dev.varve.base.json.JsonSyntaxException;
import dev.varve.config.source.Authored;
import dev.varve.config.source.ConfigCode;
import dev.varve.config.typescript.Program.Spot;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What the driver wrote when the configuration had run: its value with places, or what went wrong.
final class Report {
  private static final JsonLimits LIMITS = new JsonLimits(72, 128, 9999);
  private static final Pattern FRAME = Pattern.compile("<input>:(\\d+)(?::(\\d+))?");

  private static final Pattern INDEX = Pattern.compile("\\d{1,9}");
  private static final Pattern NAME = Pattern.compile("\\w+");

  private static final Pattern UNKNOWN_NAME =
      Pattern.compile("ReferenceError: '?([\\w$]+)'? is not defined");

  private static final String OUT_OF_MEMORY = "InternalError: out of memory";

  private final Program program;
  private final boolean units;

  /// @param units whether columns count UTF-16 units, as in Node, and not bytes
  Report(Program program, boolean units) {
    this.program = program;
    this.units = units;
  }

  Authored read(String text) {
    JsonObject report = parse(text);
    Json value = report.get("value");
    String places = report.text("at");
    if (value != null && places != null) {
      return new Authored(value, TracedPositions.of(value, places, program));
    }
    if (report.get("problems") instanceof JsonArray problems) {
      throw new Failure(problems.items().stream().map(this::unwritable).toList());
    }
    throw thrown(report);
  }

  private static JsonObject parse(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    try {
      if (JsonReader.read(bytes, 0, bytes.length, LIMITS) instanceof JsonObject report) {
        return report;
      }
    } catch (JsonSyntaxException e) {
      throw new IllegalStateException("the driver's report is broken", e);
    }
    throw new IllegalStateException("the driver's report must be an object");
  }

  private static int place(@Nullable Json place) {
    return place instanceof JsonNumber number ? (int) number.longValue() : -1;
  }

  private Problem unwritable(Json json) {
    if (!(json instanceof JsonObject problem && problem.get("path") instanceof JsonArray path)) {
      throw new IllegalStateException("the driver's problem must have a path");
    }
    String what = String.valueOf(problem.text("what"));
    String message = pathText(path) + " must be plain data, but is " + what;
    Spot spot = program.spot(place(problem.get("at")));
    return spot == null
        ? Problem.of(ConfigCode.RESULT, message, next(what))
        : spot.source().problem(ConfigCode.RESULT, spot.offset(), message, next(what));
  }

  private static String pathText(JsonArray path) {
    var text = new StringBuilder();
    for (Json step : path.items()) {
      String name = step instanceof JsonString string ? string.value() : step.compact();
      if (INDEX.matcher(name).matches()) {
        text.append('[').append(name).append(']');
      } else if (NAME.matcher(name).matches()) {
        text.append(text.isEmpty() ? "" : ".").append(name);
      } else {
        text.append("['").append(name).append("']");
      }
    }
    return text.isEmpty() ? "the configuration" : text.toString();
  }

  private static String next(String what) {
    return switch (what) {
      case "undefined" -> "leave the key out, as in ...(condition && { key: value })";
      case "a function" -> "call it, and write down what it gives";
      case "a bigint" -> "write a number";
      case "NaN", "Infinity", "-Infinity" -> "write a finite number";
      case "an instance of Date" -> "write text";
      case "an instance of Map" -> "write Object.fromEntries(map)";
      case "an instance of Set" -> "write [...set]";
      case "an instance of Promise" -> "write the value it gives";
      default -> "write an object, array, text, number, true, false or null";
    };
  }

  private Failure thrown(JsonObject report) {
    String error = oneLine(String.valueOf(report.text("error")));
    if (Json.of(true).equals(report.get("tooMuch")) || error.equals(OUT_OF_MEMORY)) {
      return new Failure(
          ConfigCode.BOUNDS,
          "the configuration must stay within its bounds, but builds more than 64 MiB or half a"
              + " million values",
          "look for a loop that does not end");
    }
    String name = report.text("package");
    if (name != null) {
      return missing(name, error);
    }
    boolean syntax = Json.of(true).equals(report.get("syntax"));
    ConfigCode code = syntax ? ConfigCode.SYNTAX : ConfigCode.THROWN;
    String message = "the configuration must run without error, but throws " + error;
    Spot spot = firstSpot(String.valueOf(report.text("stack")));
    spot = spot == null ? unknownName(error) : spot;
    return spot == null
        ? new Failure(code, message, "")
        : spot.source().failure(code, spot.offset(), message, "");
  }

  private Failure missing(String name, String error) {
    Spot spot = program.packages().get(name);
    String message = "an import must name an installed package, but '" + name + "' fails: " + error;
    String next = "run npm install " + name + " beside the configuration";
    return spot == null
        ? new Failure(ConfigCode.IMPORT, message, next)
        : spot.source().failure(ConfigCode.IMPORT, spot.offset(), message, next);
  }

  private static String oneLine(String error) {
    List<String> lines = error.lines().toList();
    return lines.isEmpty() || lines.getFirst().isBlank() ? "nothing" : lines.getFirst();
  }

  /// The innermost place that is the author's.
  private @Nullable Spot firstSpot(String stack) {
    Matcher frame = FRAME.matcher(stack);
    while (frame.find()) {
      Spot spot = program.spot(number(frame.group(1)), column(frame), !units);
      if (spot != null) {
        return spot;
      }
    }
    return null;
  }

  /// The engine gives no place for a name that does not exist outside functions: it is where the
  /// name first stands.
  private @Nullable Spot unknownName(String error) {
    Matcher unknown = UNKNOWN_NAME.matcher(error);
    if (unknown.lookingAt()) {
      var name = Pattern.compile("(?<![\\w$.])" + Pattern.quote(unknown.group(1)) + "(?![\\w$])");
      for (Program.Piece piece : program.pieces()) {
        Matcher use = name.matcher(piece.source().text());
        if (piece.authors() && use.find()) {
          return new Spot(piece.source(), use.start());
        }
      }
    }
    return null;
  }

  private static int column(Matcher frame) {
    return frame.group(2) == null ? 1 : number(frame.group(2));
  }

  private static int number(String digits) {
    return digits.length() > 9 ? Integer.MAX_VALUE : Integer.parseInt(digits);
  }
}
