package dev.varve.control.store;

import dev.varve.base.Clock;
import dev.varve.base.Digest;
import dev.varve.base.unit.Span;
import dev.varve.store.At;
import dev.varve.store.Store;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.regex.Pattern;

/// Points in the history as people write them: a position (`42`), a version's id (64 hex digits), a
/// time (`2026-11-20T10:15:30Z`, or a day), `now`, some time before now (`now-5m`), or a tag's
/// (`tag:NAME`).
final class Point {
  private static final Pattern SEQ = Pattern.compile("\\d{1,18}");
  private static final Pattern VID = Pattern.compile("[0-9a-f]{64}");
  private static final Pattern DAY = Pattern.compile("\\d{4}-\\d{2}-\\d{2}");
  private static final String TAG = "tag:";

  private final Store store;
  private final Clock clock;

  Point(Store store, Clock clock) {
    this.store = store;
    this.clock = clock;
  }

  At parse(String where, String text) {
    if (SEQ.matcher(text).matches()) {
      return At.seq(Long.parseLong(text));
    }
    if (VID.matcher(text).matches()) {
      return At.vid(Digest.parse(text));
    }
    if (text.startsWith(TAG)) {
      return At.seq(tagged(text.substring(TAG.length())));
    }
    try {
      return text.equals("now") ? At.LATEST : At.time(time(text));
    } catch (DateTimeParseException | IllegalArgumentException _) {
      throw StoreRequest.bad(
          where,
          "must be a seq, a version's id, a time such as 2026-11-20T10:15:30Z, now-5m, or tag:NAME,"
              + " but is '"
              + text
              + "'");
    }
  }

  private long tagged(String name) {
    for (Store.Tag tag : store.tags()) {
      if (tag.name().equals(name)) {
        return tag.seq();
      }
    }
    throw Tags.none(name);
  }

  /// The point that the parameter `at` asks for, to look at a whole namespace.
  At asked(StoreRequest request) {
    String at = request.query().get("at");
    At point = at == null ? At.LATEST : parse("at", at);
    if (point instanceof At.Vid) {
      throw StoreRequest.bad("at", "must be a time or a seq, but is a version's id");
    }
    return point;
  }

  private Instant time(String text) {
    if (text.startsWith("now-")) {
      return clock.now().minus(Span.parse(text.substring(4)));
    }
    return DAY.matcher(text).matches()
        ? LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant()
        : Instant.parse(text);
  }
}
