package dev.varve.edge.grpc;

import dev.varve.http.FieldName;
import dev.varve.http.Fields;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// How long a client of gRPC waits for its call: at most eight digits and a unit.
public final class GrpcTimeout {
  private static final FieldName TIMEOUT = FieldName.of("grpc-timeout");
  private static final int DIGITS_MOST = 8;

  private GrpcTimeout() {}

  /// Null when the client does not say, or says it wrongly: then the server decides alone.
  public static @Nullable Duration of(Fields fields) {
    String value = fields.value(TIMEOUT);
    if (value == null || value.length() < 2 || value.length() > DIGITS_MOST + 1) {
      return null;
    }
    long amount = 0;
    for (int i = 0; i < value.length() - 1; i++) {
      int digit = value.charAt(i) - '0';
      if (digit < 0 || digit > 9) {
        return null;
      }
      amount = amount * 10 + digit;
    }
    return switch (value.charAt(value.length() - 1)) {
      case 'H' -> Duration.ofHours(amount);
      case 'M' -> Duration.ofMinutes(amount);
      case 'S' -> Duration.ofSeconds(amount);
      case 'm' -> Duration.ofMillis(amount);
      case 'u' -> Duration.ofNanos(amount * 1_000);
      case 'n' -> Duration.ofNanos(amount);
      default -> null;
    };
  }
}
