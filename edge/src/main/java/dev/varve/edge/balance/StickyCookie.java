package dev.varve.edge.balance;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/// The value of a cookie that brings a client back to its target. It is a keyed hash of the
/// target's name: it tells nothing about the target, cannot be made up, and stays the same over
/// restarts as long as the key does. Immutable; made anew for every [TargetSet].
public final class StickyCookie {
  private static final int TOKEN_BYTES = 18;

  private final Map<String, Target> targets = new HashMap<>();
  private final Map<Target, String> tokens = new HashMap<>();

  /// @param key secret, at least 16 bytes
  /// @param upstream its name, so that a cookie of one upstream means nothing to another
  public StickyCookie(byte[] key, String upstream, TargetSet targets) {
    if (key.length < 16) {
      throw new IllegalArgumentException(
          "sticky.key must have at least 16 bytes, but has " + key.length);
    }
    for (Target target : targets.targets()) {
      String token = token(key, upstream + '\0' + target.name());
      this.targets.put(token, target);
      tokens.put(target, token);
    }
  }

  /// The target the client was given before, or null when the value is not one of ours or the
  /// target takes no requests.
  public @Nullable Target target(String value, long nowNanos) {
    Target target = targets.get(value);
    return target != null && target.takes(nowNanos) ? target : null;
  }

  /// What to put into the cookie, or null for a target of another set.
  public @Nullable String value(Target target) {
    return tokens.get(target);
  }

  private static String token(byte[] key, String text) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      byte[] hash = mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
      return Base64.getUrlEncoder()
          .withoutPadding()
          .encodeToString(Arrays.copyOf(hash, TOKEN_BYTES));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has HmacSHA256", e);
    }
  }
}
