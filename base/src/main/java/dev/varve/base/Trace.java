package dev.varve.base;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The trace that a request belongs to (W3C Trace Context, section 3.2), for what is done on its
/// behalf to name in the log. Bound to the thread that answers the request, see [#current].
///
/// @param id 32 hexadecimal digits, the same in every service that the trace passes
/// @param span 16 hexadecimal digits: what the caller was doing when it asked
public record Trace(String id, String span) {
  private static final Pattern PARENT =
      Pattern.compile("(?!ff)[0-9a-f]{2}-([0-9a-f]{32})-([0-9a-f]{16})-[0-9a-f]{2}(?:-.*)?");
  private static final ScopedValue<Trace> CURRENT = ScopedValue.newInstance();

  /// Reads the field `traceparent`. Null for none, and for one that is none: such are ignored.
  public static @Nullable Trace of(@Nullable String traceparent) {
    if (traceparent == null) {
      return null; // most requests; a look for a pattern in nothing costs 0.1 us
    }
    Matcher parts = PARENT.matcher(traceparent);
    if (!parts.matches() || isZero(parts.group(1)) || isZero(parts.group(2))) {
      return null;
    }
    return new Trace(parts.group(1), parts.group(2));
  }

  private static boolean isZero(String digits) {
    return digits.chars().allMatch(digit -> digit == '0');
  }

  /// The trace of the request that this thread answers, or null.
  public static @Nullable Trace current() {
    return CURRENT.isBound() ? CURRENT.get() : null;
  }

  /// Answers a request.
  ///
  /// @param traceparent the field of that name
  public static void within(@Nullable String traceparent, Runnable work) {
    Trace trace = of(traceparent);
    if (trace == null) {
      work.run();
    } else {
      ScopedValue.where(CURRENT, trace).run(work);
    }
  }
}
