package dev.varve.http.field;

import dev.varve.base.Check;
import dev.varve.http.field.Member.Item;
import java.time.Duration;
import java.util.List;

/// What a client may still do: the values of the fields RateLimit and RateLimit-Policy, as the
/// IETF's draft of the HTTP API group has them.
///
/// @param policy the name of the limit
/// @param quota how many requests in a window
/// @param remaining how many are left now
/// @param reset when there will be more
public record RateLimit(
    String policy, long quota, Duration window, long remaining, Duration reset) {
  public RateLimit {
    Check.notBlank("rateLimit.policy", policy);
    Check.within("rateLimit.quota", quota, 0L, Bare.Whole.MAX);
    Check.within("rateLimit.remaining", remaining, 0L, Bare.Whole.MAX);
  }

  /// The value of RateLimit.
  public String state() {
    return write(
        Parameters.NONE
            .with("r", new Bare.Whole(remaining))
            .with("t", new Bare.Whole(secondsUp(reset))));
  }

  /// The value of RateLimit-Policy.
  public String policyValue() {
    return write(
        Parameters.NONE
            .with("q", new Bare.Whole(quota))
            .with("w", new Bare.Whole(secondsUp(window))));
  }

  private String write(Parameters parameters) {
    return StructuredFields.write(List.of(new Item(new Bare.Text(policy), parameters)));
  }

  /// A client that waits so long has waited long enough.
  private static long secondsUp(Duration span) {
    return span.plusNanos(999_999_999).toSeconds();
  }
}
