package dev.varve.edge.upstream;

import dev.varve.edge.balance.Target;
import dev.varve.edge.health.Breaker;
import dev.varve.edge.health.OutlierWatch;
import dev.varve.http.Peer;
import dev.varve.http.client.Origin;
import dev.varve.http.proxyprotocol.ProxyHeader;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/// A target with its address and what watches over it.
///
/// @param authority what stands in Host when the target is to be told its own name
/// @param weight as the graph or the name server has it; the target's own may be changed by people
public record Place(
    Target target,
    Origin origin,
    String authority,
    @Nullable Breaker breaker,
    OutlierWatch.Tally tally,
    boolean backup,
    int weight) {
  /// Where a request of this client is sent: over a connection of its own when the target is to be
  /// told whom connections are for.
  public Origin originFor(Peer client) {
    Origin.Introduction introduction = origin.introduction();
    return introduction != null
            && client.remote() instanceof InetSocketAddress from
            && client.local() instanceof InetSocketAddress to
        ? origin.withIntroduction(
            new Origin.Introduction(introduction.binary(), ProxyHeader.of(from, to)))
        : origin;
  }

  /// Asks the breaker to let one request through.
  public boolean enter(long nowNanos) {
    return breaker == null || breaker.enter(nowNanos);
  }

  /// Tells breaker and watch how the request ended.
  public void left(Breaker.Result result, long nowNanos) {
    if (breaker != null) {
      breaker.left(result, nowNanos);
    }
    if (result != Breaker.Result.UNKNOWN) {
      tally.observe(result == Breaker.Result.BAD);
    }
  }
}
