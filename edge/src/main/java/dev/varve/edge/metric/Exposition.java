package dev.varve.edge.metric;

import java.util.Collection;
import java.util.List;

/// Metrics as text in the OpenMetrics format. Every family stands in one piece, types come first,
/// names of routes and upstreams are the only labels, and those come from the graph: no client
/// makes a new line here.
public final class Exposition {
  private final StringBuilder text = new StringBuilder();

  /// What a label and its value are.
  public record Label(String name, String value) {}

  public void routes(Collection<RouteMetrics> routes) {
    type("varve_http_requests", "counter", "Requests by route and class of status.");
    for (RouteMetrics route : routes) {
      for (int each = 1; each <= 5; each++) {
        requests(route, each, each + "xx");
      }
      requests(route, 0, "none");
    }
    type("varve_http_request_failures", "counter", "Requests by the cause that stands in the log.");
    for (RouteMetrics route : routes) {
      route
          .failures()
          .forEach((cause, count) ->
              sample(
                  "varve_http_request_failures_total",
                  List.of(label(route), new Label("cause", cause)),
                  count));
    }
    type("varve_http_request_bytes", "counter", "Bytes received.");
    routes.forEach(
        route -> sample("varve_http_request_bytes_total", List.of(label(route)), route.bytesIn()));
    type("varve_http_response_bytes", "counter", "Bytes sent.");
    routes.forEach(route ->
        sample("varve_http_response_bytes_total", List.of(label(route)), route.bytesOut()));
    type("varve_http_request_duration_seconds", "histogram", "From head to end of the answer.");
    routes.forEach(this::durations);
  }

  private void requests(RouteMetrics route, int statusClass, String name) {
    long count = route.requests(statusClass);
    if (count > 0) {
      sample("varve_http_requests_total", List.of(label(route), new Label("code", name)), count);
    }
  }

  private void durations(RouteMetrics route) {
    long below = 0;
    for (int i = 0; i <= RouteMetrics.BOUNDS.length; i++) {
      below += route.inBucket(i);
      String bound =
          i == RouteMetrics.BOUNDS.length ? "+Inf" : String.valueOf(RouteMetrics.BOUNDS[i]);
      sample(
          "varve_http_request_duration_seconds_bucket",
          List.of(label(route), new Label("le", bound)),
          below);
    }
    sample("varve_http_request_duration_seconds_count", List.of(label(route)), below);
    sample("varve_http_request_duration_seconds_sum", List.of(label(route)), route.seconds());
  }

  private static Label label(RouteMetrics route) {
    return new Label("route", route.route());
  }

  /// Begins a family.
  public void type(String name, String type, String help) {
    text.append("# TYPE ").append(name).append(' ').append(type).append('\n');
    text.append("# HELP ").append(name).append(' ').append(help).append('\n');
  }

  /// One whole number of the family begun last.
  public void sample(String name, List<Label> labels, long value) {
    sample(name, labels, (double) value);
  }

  /// One number of the family begun last.
  public void sample(String name, List<Label> labels, double value) {
    text.append(name);
    String before = "{";
    for (Label label : labels) {
      text.append(before).append(label.name()).append("=\"");
      escape(label.value());
      text.append('"');
      before = ",";
    }
    text.append(labels.isEmpty() ? "" : "}").append(' ');
    if (value == Math.rint(value) && Math.abs(value) < 1e15) {
      text.append((long) value);
    } else {
      text.append(value);
    }
    text.append('\n');
  }

  private void escape(String value) {
    for (int i = 0; i < value.length(); i++) {
      char each = value.charAt(i);
      switch (each) {
        case '\\' -> text.append("\\\\");
        case '"' -> text.append("\\\"");
        case '\n' -> text.append("\\n");
        default -> text.append(each);
      }
    }
  }

  /// The whole text, with the mark of its end.
  public String end() {
    return text.append("# EOF\n").toString();
  }
}
