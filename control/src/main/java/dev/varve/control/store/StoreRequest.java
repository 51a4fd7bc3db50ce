package dev.varve.control.store;

import dev.varve.base.Failure;
import dev.varve.base.Problem;
import dev.varve.base.json.Json;
import dev.varve.base.json.JsonObject;
import dev.varve.base.json.JsonReader;
import dev.varve.base.json.JsonSyntaxException;
import dev.varve.control.ControlCode;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/// What is asked of the store's API, however it came: over HTTP or from a command in the same
/// process.
///
/// @param method in capitals
/// @param path the decoded segments behind the API's prefix
/// @param query decoded parameters
/// @param headers by names in lower case
/// @param body the whole body; not changed any more
@SuppressWarnings("ArrayRecordComponent") // never compared
public record StoreRequest(
    String method,
    List<String> path,
    Map<String, String> query,
    Map<String, String> headers,
    byte[] body) {
  private static final byte[] NO_BYTES = {};
  private static final int PARAMETERS_MAX = 100;
  private static final Set<String> FLAGS =
      Set.of("envelope", "erase", "history", "merge", "values");
  private static final String PLAIN =
      "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_~.";

  public StoreRequest {
    path = List.copyOf(path);
    query = Map.copyOf(query);
    headers = Map.copyOf(headers);
  }

  /// A request without headers and body.
  ///
  /// @param target path and query, percent-encoded, relative to the API's prefix and without a
  ///   slash in front
  /// @throws Failure when an escape is broken or is not UTF-8
  public static StoreRequest of(String method, String target) {
    return of(method, target, Map.of(), NO_BYTES);
  }

  /// The same with headers, by names in lower case, and a body.
  static StoreRequest of(String method, String target, Map<String, String> headers, byte[] body) {
    int question = target.indexOf('?');
    String path = question < 0 ? target : target.substring(0, question);
    var segments = new ArrayList<String>();
    for (String segment : path.split("/", -1)) {
      segments.add(decode(segment, false));
    }
    String query = question < 0 ? "" : target.substring(question + 1);
    Map<String, String> parameters = query.isEmpty() ? Map.of() : parameters(query);
    return new StoreRequest(method, segments, parameters, headers, body);
  }

  /// Path and query, percent-encoded, as [#of] reads them.
  public String target() {
    var out = new StringBuilder();
    path.forEach(segment -> out.append(out.isEmpty() ? "" : "/").append(encode(segment)));
    String mark = "?";
    for (Map.Entry<String, String> each : new TreeMap<>(query).entrySet()) {
      out.append(mark).append(encode(each.getKey())).append('=').append(encode(each.getValue()));
      mark = "&";
    }
    return out.toString();
  }

  /// A request of decoded parts, without headers and body.
  public static StoreRequest to(String method, String... path) {
    return new StoreRequest(method, List.of(path), Map.of(), Map.of(), NO_BYTES);
  }

  /// With one more parameter.
  public StoreRequest with(String name, String value) {
    var more = new LinkedHashMap<>(query);
    more.put(name, value);
    return new StoreRequest(method, path, more, headers, body);
  }

  /// With a body.
  public StoreRequest withBody(byte[] bytes) {
    return new StoreRequest(method, path, query, headers, bytes);
  }

  /// With one more header.
  public StoreRequest withHeader(String name, String value) {
    var more = new LinkedHashMap<>(headers);
    more.put(name.toLowerCase(Locale.ROOT), value);
    return new StoreRequest(method, path, query, more, body);
  }

  StoreRequest withHeaders(Map<String, String> all) {
    return new StoreRequest(method, path, query, all, body);
  }

  Optional<String> parameter(String name) {
    return Optional.ofNullable(query.get(name));
  }

  Optional<String> header(String name) {
    return Optional.ofNullable(headers.get(name));
  }

  /// Whether a parameter is set: by its name alone, or as `true` or `1`.
  boolean flag(String name) {
    String value = query.get(name);
    return switch (value) {
      case null -> false;
      case "", "true", "1" -> true;
      case "false", "0" -> false;
      default -> throw bad(name, "must be true or false, but is '" + value + "'");
    };
  }

  /// Holds the parameters to those that the call reads, since one that is misspelt would do
  /// nothing.
  void allow(Set<String> parameters) {
    for (String name : query.keySet()) {
      if (!parameters.contains(name)) {
        String known =
            parameters.isEmpty()
                ? "there must be no parameter"
                : "must be one of " + String.join(", ", new TreeSet<>(parameters));
        throw bad("query", known + ", but is " + name);
      }
      if (FLAGS.contains(name)) {
        flag(name);
      }
    }
  }

  /// A whole number among the parameters.
  long number(String name, long absent, long most) {
    return number(name, absent, 0, most);
  }

  /// How many of something, among the parameters: at least one.
  int count(String name, int absent, int most) {
    return (int) number(name, absent, 1, most);
  }

  private long number(String name, long absent, long least, long most) {
    String text = query.get(name);
    if (text == null) {
      return absent;
    }
    try {
      long value = Long.parseLong(text);
      if (value >= least && value <= most) {
        return value;
      }
    } catch (NumberFormatException _) {
      // Told below, together with numbers out of bounds.
    }
    throw bad(
        name, "must be a whole number from " + least + " to " + most + ", but is '" + text + "'");
  }

  /// Holds the body to bytes as they are: nothing here undoes a coding.
  void requirePlain() {
    String coding = headers.getOrDefault("content-encoding", "identity");
    if (!coding.equalsIgnoreCase("identity")) {
      throw new Failure(
          new Problem(
              ControlCode.ENCODED,
              "content-encoding",
              "the body must be sent as it is, but is " + coding,
              "send it without content-encoding"));
    }
  }

  /// The body as strict JSON.
  Json json() {
    try {
      return JsonReader.read(body);
    } catch (JsonSyntaxException e) {
      throw bad("body", "must be JSON: " + e.getMessage());
    }
  }

  /// The body as a JSON object.
  JsonObject object() {
    Json json = json();
    if (json instanceof JsonObject object) {
      return object;
    }
    throw bad("body", "must be an object, but is of type " + json.kind());
  }

  /// Holds the request to the only method its path has; HEAD is a GET.
  void require(String wanted) {
    boolean read = wanted.equals("GET") && method.equals("HEAD");
    if (!read && !method.equals(wanted)) {
      throw notAllowed(wanted);
    }
  }

  static Failure notAllowed(String allowed) {
    return new Failure(
        new Problem(
            ControlCode.WRONG_METHOD,
            allowed,
            "the method must be one of " + allowed,
            "a key with the name of a call is written as /{ns}/doc/{key}"));
  }

  static Failure bad(String where, String message) {
    return new Failure(new Problem(ControlCode.BAD_REQUEST, where, message, ""));
  }

  private static Map<String, String> parameters(String query) {
    var all = new LinkedHashMap<String, String>();
    for (String pair : query.split("&", PARAMETERS_MAX + 1)) {
      if (all.size() == PARAMETERS_MAX) {
        throw bad("query", "must have at most " + PARAMETERS_MAX + " parameters");
      }
      if (!pair.isEmpty()) {
        int equals = pair.indexOf('=');
        String name = decode(equals < 0 ? pair : pair.substring(0, equals), true);
        String value = equals < 0 ? "" : decode(pair.substring(equals + 1), true);
        if (all.put(name, value) != null) {
          throw bad(name, "must be there once, but is there again");
        }
      }
    }
    return all;
  }

  /// Undoes percent-encoding, strictly.
  private static String decode(String text, boolean plusIsSpace) {
    if (isPlain(text)) {
      return text;
    }
    var bytes = ByteBuffer.allocate(text.length() * 3);
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '%') {
        bytes.put((byte) escape(text, i));
        i += 2;
      } else if (c == '+' && plusIsSpace) {
        bytes.put((byte) ' ');
      } else if (c < 0x80) {
        bytes.put((byte) c);
      } else {
        bytes.put(String.valueOf(c).getBytes(StandardCharsets.UTF_8));
      }
    }
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(bytes.flip()).toString();
    } catch (CharacterCodingException _) {
      throw bad("target", "must be percent-encoded UTF-8, but has '" + text + "'");
    }
  }

  /// Whether there is nothing to undo.
  private static boolean isPlain(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '%' || c == '+' || c >= 0x80) {
        return false;
      }
    }
    return true;
  }

  private static int escape(String text, int at) {
    if (at + 2 < text.length()
        && HexFormat.isHexDigit(text.charAt(at + 1))
        && HexFormat.isHexDigit(text.charAt(at + 2))) {
      return HexFormat.fromHexDigits(text, at + 1, at + 3);
    }
    throw bad("target", "must have whole escapes such as %20, but has '" + text + "'");
  }

  /// Percent-encodes a key or value, so that it is one segment of a path or one parameter.
  public static String encode(String text) {
    var out = new StringBuilder();
    boolean dots = text.equals(".") || text.equals("..");
    for (byte each : text.getBytes(StandardCharsets.UTF_8)) {
      boolean plain = dots ? each != '.' : PLAIN.indexOf(each) >= 0;
      if (plain) {
        out.append((char) each);
      } else {
        out.append('%').append(String.format(Locale.ROOT, "%02X", each & 0xff));
      }
    }
    return out.toString();
  }
}
