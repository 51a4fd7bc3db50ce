package dev.varve.edge;

import dev.varve.base.unit.Rate;
import dev.varve.edge.balance.Hash;
import dev.varve.edge.header.Expansion;
import dev.varve.edge.limit.RateLimiter;
import dev.varve.graph.route.RateLimit;
import dev.varve.graph.term.Template;
import dev.varve.http.FieldName;
import dev.varve.http.Fields;

/// One rate of a route. Told to clients as RateLimit-Policy and RateLimit (IETF draft), and as
/// Retry-After to those it refuses.
final class RouteLimit {
  private static final FieldName POLICY = FieldName.of("ratelimit-policy");
  private static final FieldName STATE = FieldName.of("ratelimit");
  private static final int KEYS_MAX = 1 << 16;
  private static final String CLIENT = "{client.ip}";

  private final RateLimiter limiter;
  private final Template by;
  private final boolean byClient;
  private final int cost;
  private final long seed;
  private final String policy;

  /// @param seed makes where keys lie unpredictable
  RouteLimit(RateLimit limit, long seed) {
    Rate rate = limit.rate();
    this.limiter = new RateLimiter(rate, rate.count() + limit.burst(), KEYS_MAX);
    this.by = limit.by();
    this.byClient = by.text().equals(CLIENT);
    this.cost = limit.cost();
    this.seed = seed;
    this.policy = "\"default\";q=" + rate.count() + ";w=" + Math.max(rate.per().toSeconds(), 1);
  }

  /// Whether the request is within the rate. Fills in what the client is told.
  boolean allows(Passage passage) {
    long left = limiter.take(key(passage), cost, passage.loop().nanos());
    Fields fields = passage.response().fields();
    fields.add(POLICY, policy);
    long seconds = left < 0 ? (-left + 999_999_999L) / 1_000_000_000L : 0;
    fields.add(STATE, "\"default\";r=" + Math.max(left, 0) + ";t=" + seconds);
    if (left < 0) {
      fields.add(FieldName.RETRY_AFTER, Math.max(seconds, 1));
    }
    return left >= 0;
  }

  private long key(Passage passage) {
    byte[] address = passage.clientFacts().address();
    long client = Hash.of(address, 0, address.length == 16 ? 8 : address.length);
    if (byClient) {
      return Hash.mix(client ^ seed);
    }
    // The address stands in the key by its network; the rest of the template is text.
    String text = Expansion.fill(by, passage, Expansion.Place.TEXT, "");
    long plain = Hash.of(address.length == 16 ? text.replace(passage.client(), "") : text);
    return Hash.mix(plain ^ seed ^ (by.text().contains(CLIENT) ? client : 0));
  }
}
