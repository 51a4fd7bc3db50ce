package dev.varve.edge.guard;

import dev.varve.graph.route.Csrf;
import dev.varve.http.FieldName;
import dev.varve.http.Fields;
import dev.varve.http.Request;
import java.util.Set;

/// Refuses changes that pages of other sites ask for. Browsers say where a request comes from:
/// Sec-Fetch-Site first, else Origin, which must name the host that was asked. A request with
/// neither comes from a program, which carries no one's cookies. Immutable.
public final class CsrfRules {
  private static final FieldName ORIGIN = FieldName.of("origin");
  private static final FieldName FETCH_SITE = FieldName.of("sec-fetch-site");

  private final Set<String> trusted;

  public CsrfRules(Csrf csrf) {
    this.trusted = Set.copyOf(csrf.trusted());
  }

  public boolean allows(Request request) {
    return switch (request.method()) {
      case "GET", "HEAD", "OPTIONS" -> true;
      default -> isOwn(request);
    };
  }

  private boolean isOwn(Request request) {
    Fields fields = request.fields();
    String origin = fields.value(ORIGIN);
    if (origin != null && trusted.contains(origin)) {
      return true;
    }
    int site = fields.find(FETCH_SITE);
    if (site >= 0) {
      return fields.valueIs(site, "same-origin") || fields.valueIs(site, "none");
    }
    if (origin == null) {
      return true;
    }
    int host = origin.indexOf("://");
    return host > 0 && origin.substring(host + 3).equalsIgnoreCase(request.authority());
  }
}
