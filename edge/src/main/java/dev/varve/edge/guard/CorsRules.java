package dev.varve.edge.guard;

import dev.varve.graph.route.Cors;
import dev.varve.http.FieldName;
import dev.varve.http.Fields;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Cross-origin requests of one route (Fetch standard). An origin is answered only when it is
/// listed; `*` never goes with credentials, which the graph already refuses. Immutable.
public final class CorsRules {
  private static final FieldName ORIGIN = FieldName.of("origin");
  private static final FieldName REQUEST_METHOD = FieldName.of("access-control-request-method");
  private static final FieldName ALLOW_ORIGIN = FieldName.of("access-control-allow-origin");
  private static final FieldName ALLOW_METHODS = FieldName.of("access-control-allow-methods");
  private static final FieldName ALLOW_HEADERS = FieldName.of("access-control-allow-headers");
  private static final FieldName ALLOW_CREDENTIALS =
      FieldName.of("access-control-allow-credentials");
  private static final FieldName EXPOSE_HEADERS = FieldName.of("access-control-expose-headers");
  private static final FieldName MAX_AGE = FieldName.of("access-control-max-age");

  private final Set<String> origins;
  private final boolean any;
  private final boolean credentials;
  private final String methods;
  private final String headers;
  private final String expose;
  private final long maxAgeSeconds;

  public CorsRules(Cors cors) {
    this.origins = Set.copyOf(cors.origins());
    this.any = origins.contains("*");
    this.credentials = cors.credentials();
    this.methods = String.join(", ", cors.methods());
    this.headers = String.join(", ", cors.headers());
    this.expose = String.join(", ", cors.expose());
    this.maxAgeSeconds = cors.maxAge().toSeconds();
  }

  /// The method a preflight announces; null when the request is none.
  public static @Nullable String preflight(String method, Fields fields) {
    return method.equals("OPTIONS") && fields.contains(ORIGIN)
        ? fields.value(REQUEST_METHOD)
        : null;
  }

  /// Fills in the answer to a preflight. An origin that is not listed learns nothing.
  public void answerPreflight(Fields request, Fields answer) {
    if (allow(request, answer)) {
      answer.add(ALLOW_METHODS, methods);
      if (!headers.isEmpty()) {
        answer.add(ALLOW_HEADERS, headers);
      }
      answer.add(MAX_AGE, maxAgeSeconds);
    }
  }

  /// Adds what lets the page read the answer. What the action said about it is replaced.
  public void answer(Fields request, Fields answer) {
    answer.remove(ALLOW_ORIGIN);
    answer.remove(ALLOW_CREDENTIALS);
    answer.remove(EXPOSE_HEADERS);
    if (allow(request, answer) && !expose.isEmpty()) {
      answer.add(EXPOSE_HEADERS, expose);
    }
  }

  private boolean allow(Fields request, Fields answer) {
    if (!any) {
      answer.add(FieldName.VARY, "origin");
    }
    String origin = request.value(ORIGIN);
    if (origin == null || !(any || origins.contains(origin))) {
      return false;
    }
    answer.add(ALLOW_ORIGIN, any ? "*" : origin);
    if (credentials) {
      answer.add(ALLOW_CREDENTIALS, "true");
    }
    return true;
  }
}
