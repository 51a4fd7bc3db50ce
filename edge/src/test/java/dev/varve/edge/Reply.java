package dev.varve.edge;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// An answer as it came over the wire, taken apart. One character is one byte.
public record Reply(int status, List<String> fields, String body, String raw) {
  public static Reply parse(String raw) {
    int end = raw.indexOf("\r\n\r\n");
    if (end < 0) {
      throw new AssertionError("must be an answer, but is: " + raw);
    }
    String[] lines = raw.substring(0, end).split("\r\n");
    var fields = new ArrayList<>(List.of(lines).subList(1, lines.length));
    int status = Integer.parseInt(lines[0].split(" ")[1]);
    String rest = raw.substring(end + 4);
    boolean chunked =
        fields.stream()
            .anyMatch(f -> f.toLowerCase(Locale.ROOT).equals("transfer-encoding: chunked"));
    return new Reply(status, fields, chunked ? dechunk(rest) : rest, raw);
  }

  /// The value of the first field of that name, or null.
  public String field(String name) {
    return values(name).isEmpty() ? null : values(name).getFirst();
  }

  List<String> values(String name) {
    String start = name.toLowerCase(Locale.ROOT) + ":";
    return fields.stream()
        .filter(field -> field.toLowerCase(Locale.ROOT).startsWith(start))
        .map(field -> field.substring(start.length()).strip())
        .toList();
  }

  private static String dechunk(String chunked) {
    var body = new StringBuilder();
    int at = 0;
    while (at < chunked.length()) {
      int end = chunked.indexOf("\r\n", at);
      int size = Integer.parseInt(chunked.substring(at, end).strip(), 16);
      if (size == 0) {
        return body.toString();
      }
      body.append(chunked, end + 2, end + 2 + size);
      at = end + 2 + size + 2;
    }
    return body + "(cut)";
  }
}
