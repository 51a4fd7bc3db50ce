package dev.varve.http.field;

import dev.varve.http.field.Member.Item;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One member of the Cache-Status field (RFC 9211): how a cache handled a request.
///
/// @param cache the name of the cache
/// @param hit whether the answer came out of it
/// @param forwarded why the request went on, such as `uri-miss`, `stale` or `bypass`; null for a
///   hit
/// @param stored whether the answer was kept
/// @param left how long the answer stays fresh; negative when it is stale; null when unknown
public record CacheStatus(
    String cache,
    boolean hit,
    @Nullable String forwarded,
    boolean stored,
    @Nullable Duration left) {
  public static CacheStatus hit(String cache, Duration left) {
    return new CacheStatus(cache, true, null, false, left);
  }

  public static CacheStatus forwarded(String cache, String reason, boolean stored) {
    return new CacheStatus(cache, false, reason, stored, null);
  }

  /// The field's value.
  @Override
  public String toString() {
    Parameters parameters = Parameters.NONE;
    if (hit) {
      parameters = parameters.with("hit", new Bare.Truth(true));
    }
    if (forwarded != null) {
      parameters = parameters.with("fwd", new Bare.Token(forwarded));
    }
    if (stored) {
      parameters = parameters.with("stored", new Bare.Truth(true));
    }
    if (left != null) {
      parameters = parameters.with("ttl", new Bare.Whole(left.toSeconds()));
    }
    Bare name = Characters.isToken(cache) ? new Bare.Token(cache) : new Bare.Text(cache);
    return StructuredFields.write(List.of(new Item(name, parameters)));
  }
}
