package dev.varve.base.json;

import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Map;

/// Reads JSON by RFC 8259 and nothing more: UTF-8 without a byte order mark, no duplicate names, no
/// lone surrogates, one value and white space, within [JsonLimits].
public final class JsonReader {
  private final byte[] text;
  private final int origin;
  private final int end;
  private final JsonLimits limits;
  private int at;
  private int depth;

  private JsonReader(byte[] text, int start, int end, JsonLimits limits) {
    this.text = text;
    this.origin = start;
    this.at = start;
    this.end = end;
    this.limits = limits;
  }

  /// @throws JsonSyntaxException naming line and column
  public static Json read(byte[] text) {
    return read(text, 0, text.length, JsonLimits.DEFAULT);
  }

  /// Reads the bytes from `start` up to, not including, `end`.
  ///
  /// @throws JsonSyntaxException naming line and column
  public static Json read(byte[] text, int start, int end, JsonLimits limits) {
    var reader = new JsonReader(text, start, end, limits);
    reader.skipSpace();
    Json value = reader.value();
    reader.skipSpace();
    if (reader.at < end) {
      throw reader.wrong("nothing may follow the value");
    }
    return value;
  }

  private Json value() {
    return switch (peek("a value")) {
      case '{' -> object();
      case '[' -> array();
      case '"' -> new JsonString(string());
      case 't' -> word("true", JsonBoolean.TRUE);
      case 'f' -> word("false", JsonBoolean.FALSE);
      case 'n' -> word("null", JsonNull.NULL);
      case '-', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9' -> number();
      default -> throw wrong("a value must start here");
    };
  }

  private JsonObject object() {
    enter();
    var members = new LinkedHashMap<String, Json>();
    skipSpace();
    if (peek("'}'") != '}') {
      do {
        member(members);
      } while (continues('}'));
    }
    at++;
    depth--;
    return members.isEmpty() ? JsonObject.EMPTY : new JsonObject(members);
  }

  private void member(Map<String, Json> members) {
    skipSpace();
    int start = at;
    if (peek("a name in quotes") != '"') {
      throw wrong("a name in quotes must start here");
    }
    String name = string();
    skipSpace();
    if (peek("':'") != ':') {
      throw wrong("':' must follow the name");
    }
    at++;
    skipSpace();
    if (members.put(name, value()) != null) {
      at = start;
      throw wrong("the name \"" + name + "\" must appear once in its object");
    }
  }

  private JsonArray array() {
    enter();
    var items = new ArrayList<Json>();
    skipSpace();
    if (peek("']'") != ']') {
      do {
        skipSpace();
        items.add(value());
      } while (continues(']'));
    }
    at++;
    depth--;
    return items.isEmpty() ? JsonArray.EMPTY : new JsonArray(items);
  }

  private void enter() {
    if (++depth > limits.depth()) {
      throw wrong("values must nest at most " + limits.depth() + " deep");
    }
    at++;
  }

  /// After an item: true when a comma (taken) promises another, false before the closing mark.
  private boolean continues(char close) {
    skipSpace();
    int next = peek("',' or '" + close + "'");
    if (next == ',') {
      at++;
      return true;
    }
    if (next != close) {
      throw wrong("',' or '" + close + "' must follow");
    }
    return false;
  }

  private Json word(String word, Json value) {
    for (int i = 0; i < word.length(); i++) {
      if (at + i >= end || text[at + i] != word.charAt(i)) {
        throw wrong("a value must start here");
      }
    }
    at += word.length();
    return value;
  }

  private JsonNumber number() {
    int start = at;
    if (text[at] == '-') {
      at++;
    }
    if (at < end && text[at] == '0') {
      at++;
    } else {
      digits();
    }
    boolean whole = true;
    if (at < end && text[at] == '.') {
      at++;
      digits();
      whole = false;
    }
    if (at < end && (text[at] == 'e' || text[at] == 'E')) {
      exponent();
      whole = false;
    }
    return numberOf(start, whole);
  }

  private JsonNumber numberOf(int start, boolean whole) {
    int length = at - start;
    if (length > limits.numberLength()) {
      at = start;
      throw wrong("a number must have at most " + limits.numberLength() + " characters");
    }
    String literal = new String(text, start, length, StandardCharsets.ISO_8859_1);
    return whole && length <= 18
        ? Json.of(Long.parseLong(literal))
        : new JsonNumber(new BigDecimal(literal));
  }

  private void exponent() {
    at++;
    if (at < end && (text[at] == '+' || text[at] == '-')) {
      at++;
    }
    int start = at;
    digits();
    int value = 0;
    for (int i = start; i < at && value <= limits.exponent(); i++) {
      value = value * 10 + text[i] - '0';
    }
    if (value > limits.exponent()) {
      at = start;
      throw wrong("an exponent must be at most " + limits.exponent());
    }
  }

  private void digits() {
    int start = at;
    while (at < end && text[at] >= '0' && text[at] <= '9') {
      at++;
    }
    if (at == start) {
      throw wrong("a digit must stand here");
    }
  }

  private String string() {
    at++;
    int start = at;
    boolean ascii = true;
    while (at < end && text[at] != '"' && text[at] != '\\') {
      if (text[at] >= 0 && text[at] < 0x20) {
        throw wrong("a control character must be escaped in a string");
      }
      ascii &= text[at] >= 0;
      at++;
    }
    if (peek("'\"'") == '"') {
      String value = decode(start, at, ascii);
      at++;
      return value;
    }
    return escaped(start);
  }

  private String escaped(int start) {
    var value = new StringBuilder();
    int run = start;
    while (peek("'\"'") != '"') {
      if (text[at] == '\\') {
        value.append(decode(run, at, false));
        value.append(escape());
        run = at;
      } else if (text[at] >= 0 && text[at] < 0x20) {
        throw wrong("a control character must be escaped in a string");
      } else {
        at++;
      }
    }
    value.append(decode(run, at, false));
    at++;
    return checkSurrogates(value);
  }

  private char escape() {
    at++;
    int letter = peek("an escape");
    at++;
    return switch (letter) {
      case '"', '\\', '/' -> (char) letter;
      case 'b' -> '\b';
      case 'f' -> '\f';
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      case 'u' -> unicode();
      default -> {
        at--;
        throw wrong("an escape must be one of \\\" \\\\ \\/ \\b \\f \\n \\r \\t \\u");
      }
    };
  }

  private char unicode() {
    int value = 0;
    for (int i = 0; i < 4; i++) {
      int digit = Character.digit(peek("a hex digit"), 16);
      if (digit < 0) {
        throw wrong("\\u must be followed by four hex digits");
      }
      value = value * 16 + digit;
      at++;
    }
    return (char) value;
  }

  private String checkSurrogates(StringBuilder value) {
    for (int i = 0; i < value.length(); i++) {
      char unit = value.charAt(i);
      if (Character.isHighSurrogate(unit)
          && i + 1 < value.length()
          && Character.isLowSurrogate(value.charAt(i + 1))) {
        i++;
      } else if (Character.isSurrogate(unit)) {
        throw wrong("a surrogate must have its partner in the string that ends here");
      }
    }
    return value.toString();
  }

  private String decode(int start, int stop, boolean ascii) {
    if (ascii) {
      return new String(text, start, stop - start, StandardCharsets.ISO_8859_1);
    }
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(text, start, stop - start))
          .toString();
    } catch (CharacterCodingException _) {
      throw wrong("the string that ends here must be valid UTF-8");
    }
  }

  private int peek(String expected) {
    if (at >= end) {
      throw wrong("the text must go on with " + expected + ", but ends");
    }
    return text[at];
  }

  private void skipSpace() {
    while (at < end
        && (text[at] == ' ' || text[at] == '\n' || text[at] == '\r' || text[at] == '\t')) {
      at++;
    }
  }

  private JsonSyntaxException wrong(String message) {
    int line = 1;
    int lineStart = origin;
    for (int i = origin; i < at && i < end; i++) {
      if (text[i] == '\n') {
        line++;
        lineStart = i + 1;
      }
    }
    return new JsonSyntaxException(message, line, at - lineStart + 1);
  }
}
