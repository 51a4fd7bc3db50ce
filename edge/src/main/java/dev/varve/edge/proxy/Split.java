package dev.varve.edge.proxy;

import dev.varve.edge.header.Cookies;
import dev.varve.edge.upstream.UpstreamGroup;
import dev.varve.http.FieldName;
import dev.varve.http.Fields;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// Which of a route's upstreams gets a request: the first whose cookie or header the request has,
/// else one by weight. Immutable.
public final class Split {
  private final List<Share> shares;
  private final int total;

  /// @param cookie that chooses this share, or null
  /// @param header that chooses this share, or null
  public record Share(
      UpstreamGroup group, int weight, @Nullable Mark cookie, @Nullable Mark header) {}

  /// A name and the value it must have.
  public record Mark(String name, String value) {
    /// From `NAME=VALUE`; null for an empty text.
    public static @Nullable Mark of(String text) {
      int equals = text.indexOf('=');
      return equals <= 0 ? null : new Mark(text.substring(0, equals), text.substring(equals + 1));
    }
  }

  public Split(List<Share> shares) {
    this.shares = List.copyOf(shares);
    this.total = shares.stream().mapToInt(Share::weight).sum();
  }

  /// Everything to one.
  public static Split to(UpstreamGroup group) {
    return new Split(List.of(new Share(group, 1, null, null)));
  }

  UpstreamGroup any() {
    return shares.getFirst().group();
  }

  UpstreamGroup choose(Fields fields, RandomGenerator chance) {
    if (shares.size() == 1) {
      return shares.getFirst().group();
    }
    for (Share share : shares) {
      if (isMarked(share, fields)) {
        return share.group();
      }
    }
    int drawn = total == 0 ? 0 : chance.nextInt(total);
    for (Share share : shares) {
      drawn -= share.weight();
      if (drawn < 0) {
        return share.group();
      }
    }
    return shares.getLast().group();
  }

  private static boolean isMarked(Share share, Fields fields) {
    Mark cookie = share.cookie();
    Mark header = share.header();
    return (cookie != null && cookie.value().equals(Cookies.value(fields, cookie.name())))
        || (header != null && header.value().equals(fields.value(FieldName.of(header.name()))));
  }
}
