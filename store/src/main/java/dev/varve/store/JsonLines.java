package dev.varve.store;

import dev.varve.base.json.Json;
import dev.varve.base.json.JsonObject;
import java.io.BufferedReader;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.OptionalLong;

/// Documents as lines of JSON, to move them between stores and programs.
///
/// A line is `{"namespace","key","seq","vid","cid","time","author","message","action"}` with
/// `value`, or with `"deleted":true` for a tombstone and `"erased":true` for an erased value.
/// Importing reads `namespace`, `key`, `value` or `deleted`, and `author` and `message` when they
/// are there; it writes new versions in the order of the lines and never changes old ones.
public final class JsonLines {
  private static final int BATCH = 256;
  private static final int PAGE = 64;
  private static final int CHARACTERS = 4 << 20;

  private JsonLines() {}

  /// Writes a namespace as it is now, or with every version, oldest first by key. Returns the
  /// lines.
  public static long write(Store store, String namespace, boolean history, Appendable out)
      throws IOException {
    long lines = 0;
    Scan now = Scan.ALL.limit(PAGE).at(At.seq(store.seq()));
    Scan scan = history ? now.withDeleted() : now;
    while (true) {
      Scan.Documents page = store.documents(namespace, scan);
      for (Version version : page.versions()) {
        if (history) {
          lines += past(store, version, out);
        } else {
          out.append(line(version).compact()).append('\n');
          lines++;
        }
      }
      if (page.next().isEmpty()) {
        return lines;
      }
      scan = scan.after(page.next().get());
    }
  }

  /// Every version of a key up to this one, oldest first. Of those that wait for their turn only
  /// the positions are held.
  private static long past(Store store, Version latest, Appendable out) throws IOException {
    var starts = new ArrayDeque<Long>();
    OptionalLong next = OptionalLong.of(latest.seq() + 1);
    while (next.isPresent()) {
      starts.push(next.getAsLong());
      next = page(store, latest, next.getAsLong()).next();
    }
    long lines = 0;
    for (long before : starts) {
      for (Version version : page(store, latest, before).versions().reversed()) {
        out.append(line(version).compact()).append('\n');
        lines++;
      }
    }
    return lines;
  }

  private static History page(Store store, Version of, long before) {
    return store.log(of.namespace(), of.key(), History.Page.first(PAGE).before(before));
  }

  private static JsonObject line(Version version) {
    var line = new LinkedHashMap<String, Json>();
    line.put("namespace", Json.of(version.namespace()));
    line.put("key", Json.of(version.key()));
    line.put("seq", Json.of(version.seq()));
    line.put("vid", Json.of(version.vid().hex()));
    line.put("cid", Json.of(version.cid().hex()));
    line.put("time", Json.of(version.time().toString()));
    line.put("author", Json.of(version.origin().author()));
    line.put("message", Json.of(version.origin().message()));
    line.put("action", Json.of(version.action().name().toLowerCase(java.util.Locale.ROOT)));
    switch (version.content()) {
      case Content.Value held -> line.put("value", held.json());
      case Content.Tombstone _ -> line.put("deleted", Json.of(true));
      case Content.Erased _ -> line.put("erased", Json.of(true));
    }
    return new JsonObject(line);
  }

  /// What became of an import.
  ///
  /// @param written versions written
  /// @param skipped lines that changed nothing: erased values, deletions of what is not there
  public record Imported(long written, long skipped) {}

  /// Reads lines and writes what they say.
  ///
  /// @throws dev.varve.base.json.JsonSyntaxException when a line is not JSON
  /// @throws IllegalArgumentException when a line lacks what it needs
  public static Imported read(Store store, BufferedReader in) throws IOException {
    long written = 0;
    long skipped = 0;
    long held = 0;
    var batch = new java.util.ArrayList<Transaction>();
    String text = in.readLine();
    for (long number = 1; text != null; number++) {
      Transaction transaction = text.isBlank() ? null : transaction(text, number);
      if (transaction == null) {
        skipped += text.isBlank() ? 0 : 1;
      } else {
        batch.add(transaction);
      }
      text = in.readLine();
      held += text == null ? 0 : text.length();
      if (batch.size() == BATCH || held > CHARACTERS || text == null) {
        long done =
            store.commitAll(batch).stream().filter(Outcome.Committed.class::isInstance).count();
        written += done;
        skipped += batch.size() - done;
        batch.clear();
        held = 0;
      }
    }
    return new Imported(written, skipped);
  }

  private static @org.jspecify.annotations.Nullable Transaction transaction(
      String text, long number) {
    Json json = Json.parse(text);
    String namespace = json instanceof JsonObject object ? object.text("namespace") : null;
    String key = json instanceof JsonObject object ? object.text("key") : null;
    if (!(json instanceof JsonObject line) || namespace == null || key == null) {
      throw new IllegalArgumentException(
          "line " + number + " must be an object with namespace and key");
    }
    var origin = new Origin(orEmpty(line.text("author")), orEmpty(line.text("message")));
    Json value = line.get("value");
    if (value != null) {
      return Transaction.of(new Operation.Put(namespace, key, value)).by(origin);
    }
    return line.get("deleted") == null
        ? null
        : Transaction.of(new Operation.Delete(namespace, key)).by(origin);
  }

  private static String orEmpty(@org.jspecify.annotations.Nullable String text) {
    return text == null ? "" : text;
  }
}
