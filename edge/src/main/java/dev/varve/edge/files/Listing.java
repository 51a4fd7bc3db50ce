package dev.varve.edge.files;

import dev.varve.base.json.Json;
import dev.varve.base.json.JsonObject;
import dev.varve.edge.error.Html;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;

/// The contents of a folder, for people and for programs.
///
/// @param path the folder's address, with a slash at its end
/// @param entries folders first, then by name; at most [#ENTRIES_MAX]
record Listing(String path, List<Entry> entries) {
  static final int ENTRIES_MAX = 10_000;

  /// @param size in bytes, 0 for folders
  record Entry(String name, boolean folder, long size, long modifiedSeconds) {}

  Listing {
    entries =
        entries.stream()
            .sorted(
                Comparator.comparing((Entry entry) -> !entry.folder()).thenComparing(Entry::name))
            .toList();
  }

  byte[] json() {
    var items = new ArrayList<Json>();
    for (Entry entry : entries) {
      var members = new LinkedHashMap<String, Json>();
      members.put("name", Json.of(entry.name()));
      members.put("type", Json.of(entry.folder() ? "directory" : "file"));
      if (!entry.folder()) {
        members.put("size", Json.of(entry.size()));
      }
      members.put("modified", Json.of(Instant.ofEpochSecond(entry.modifiedSeconds()).toString()));
      items.add(new JsonObject(members));
    }
    return Json.of(items).compact().getBytes(StandardCharsets.UTF_8);
  }

  byte[] html() {
    var page = new StringBuilder();
    page.append("<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><title>")
        .append(Html.escape(path))
        .append("</title><style>body{font:15px/1.6 system-ui;margin:2rem auto;max-width:60rem}")
        .append("td{padding:0 1.5rem 0 0}td+td{text-align:right;color:#666}</style><h1>")
        .append(Html.escape(path))
        .append("</h1><table>\n");
    if (!path.equals("/")) {
      page.append("<tr><td><a href=\"../\">../</a></td></tr>\n");
    }
    for (Entry entry : entries) {
      String name = entry.name() + (entry.folder() ? "/" : "");
      page.append("<tr><td><a href=\"./")
          .append(Html.escape(encoded(name)))
          .append("\">")
          .append(Html.escape(name))
          .append("</a></td><td>")
          .append(entry.folder() ? "" : String.valueOf(entry.size()))
          .append("</td><td>")
          .append(Instant.ofEpochSecond(entry.modifiedSeconds()))
          .append("</td></tr>\n");
    }
    return page.append("</table></html>\n").toString().getBytes(StandardCharsets.UTF_8);
  }

  /// Percent-encodes everything but what is plain in a path segment.
  static String encoded(String name) {
    var text = new StringBuilder();
    for (byte each : name.getBytes(StandardCharsets.UTF_8)) {
      int value = each & 0xFF;
      if ((value < 0x80 && Character.isLetterOrDigit(value)) || "-._~/".indexOf(value) >= 0) {
        text.append((char) value);
      } else {
        text.append('%').append(String.format(java.util.Locale.ROOT, "%02X", value));
      }
    }
    return text.toString();
  }
}
