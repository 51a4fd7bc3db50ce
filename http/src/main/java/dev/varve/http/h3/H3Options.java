package dev.varve.http.h3;

/// How a listener speaks HTTP/3.
///
/// @param earlyData whether clients that come again may ask in their first packet (0-RTT): only
///   GET, HEAD and OPTIONS without a body, everything else gets 425. Never where clients show
///   certificates
public record H3Options(Retry retry, boolean earlyData) {
  /// Whether a client must prove that it receives at its address, before anything is kept of it.
  public enum Retry {
    /// While many handshakes are under way or most of the allowed connections are open.
    UNDER_LOAD,
    /// Every client, at the price of one round trip.
    ALWAYS
  }

  /// Retry under load, no early data.
  public static final H3Options DEFAULT = new H3Options(Retry.UNDER_LOAD, false);

  public H3Options withRetry(Retry when) {
    return new H3Options(when, earlyData);
  }

  public H3Options withEarlyData(boolean allowed) {
    return new H3Options(retry, allowed);
  }
}
