package dev.varve.graph.explain;

import dev.varve.base.json.Json;
import dev.varve.base.json.JsonArray;
import dev.varve.base.json.JsonObject;
import dev.varve.graph.Graph;
import dev.varve.graph.match.Contender;
import dev.varve.graph.match.Outcome;
import dev.varve.graph.match.Router;
import dev.varve.graph.path.CanonicalPath;
import dev.varve.graph.path.PathOutcome;
import java.util.ArrayList;
import java.util.List;

/// What a graph does with one request, phase by phase.
///
/// @param path the canonical path; empty when it was refused
/// @param outcome of matching; [Outcome.NotFound] when the path was refused
/// @param phases in the order in which they happen; the last one answers
/// @param others routes whose path fits and that do not answer, each with its reason
public record Explanation(
    Request request, String path, Outcome outcome, List<Phase> phases, List<String> others) {
  public Explanation {
    phases = List.copyOf(phases);
    others = List.copyOf(others);
  }

  /// Explains a request. Pure; nothing is connected to.
  public static Explanation of(Graph graph, Router router, Request request) {
    return switch (CanonicalPath.of(request.path())) {
      case PathOutcome.Refused(String reason) ->
          new Explanation(
              request,
              "",
              new Outcome.NotFound(),
              List.of(new Phase("path", "refused: " + reason, 400)),
              List.of());
      case PathOutcome.Canonical(String path) -> matched(graph, router, request, path);
    };
  }

  private static Explanation matched(Graph graph, Router router, Request request, String path) {
    Outcome outcome =
        router.match(
            request.host(), path, request.method(), request.headerLookup(), request.queryLookup());
    var phases = new ArrayList<Phase>();
    phases.add(
        Phase.goesOn(
            "path", path.equals(request.path()) ? path : request.path() + " becomes " + path));
    phases.add(match(outcome, request));
    if (outcome instanceof Outcome.Found found) {
      phases.addAll(new Pipeline(graph, found, request, path).phases());
    }
    return new Explanation(request, path, outcome, phases, others(router, request, path));
  }

  private static Phase match(Outcome outcome, Request request) {
    return switch (outcome) {
      case Outcome.Found found ->
          Phase.goesOn(
              "match",
              "route '%s' of site '%s' (%s)%s"
                  .formatted(
                      found.route().id(),
                      found.site(),
                      found.route().match().path(),
                      found.params().names().isEmpty() ? "" : " with " + params(found)));
      case Outcome.MethodNotAllowed(List<String> allow) ->
          new Phase("match", "only for " + String.join(", ", allow), 405);
      case Outcome.NotFound _ -> new Phase("match", "no route of this host matches", 404);
      case Outcome.UnknownHost _ ->
          new Phase("match", "no site has the host '" + request.host() + "'", 404);
    };
  }

  private static String params(Outcome.Found found) {
    var text = new ArrayList<String>();
    for (int i = 0; i < found.params().names().size(); i++) {
      text.add(found.params().names().get(i) + "=" + found.params().values().get(i));
    }
    return String.join(", ", text);
  }

  private static List<String> others(Router router, Request request, String path) {
    var others = new ArrayList<String>();
    var contenders =
        router.contenders(
            request.host(), path, request.method(), request.headerLookup(), request.queryLookup());
    for (Contender one : contenders) {
      String reason =
          switch (one.verdict()) {
            case WINS -> "";
            case METHOD -> "is for " + String.join(", ", one.route().match().methods());
            case FIELDS -> "asks for other headers or query parameters";
            case LESS_SPECIFIC -> "matches too, but is less specific or stands later";
          };
      if (!reason.isEmpty()) {
        others.add("'" + one.route().id() + "' " + reason);
      }
    }
    return others;
  }

  /// The status that the graph alone decides; 0 when an upstream, a file or an application does.
  public int status() {
    return phases.getLast().status();
  }

  /// One line a phase.
  public String text() {
    var text = new StringBuilder(request.toString()).append('\n');
    for (Phase phase : phases) {
      text.append("  ").append("%-16s".formatted(phase.name())).append(phase.decision());
      text.append(phase.status() == 0 ? "" : " (" + phase.status() + ")").append('\n');
    }
    if (!others.isEmpty()) {
      text.append("Other routes whose path fits:\n");
      others.forEach(other -> text.append("  ").append(other).append('\n'));
    }
    return text.toString();
  }

  public JsonObject json() {
    var steps = new ArrayList<Json>();
    for (Phase phase : phases) {
      steps.add(
          JsonObject.EMPTY
              .with("phase", Json.of(phase.name()))
              .with("decision", Json.of(phase.decision()))
              .with("status", Json.of(phase.status())));
    }
    JsonObject json =
        JsonObject.EMPTY.with("request", Json.of(request.toString())).with("path", Json.of(path));
    if (outcome instanceof Outcome.Found found) {
      json =
          json.with("site", Json.of(found.site()))
              .with("route", Json.of(found.route().id()))
              .with("action", Json.of(found.route().action().word()));
    }
    return json.with("status", Json.of(status()))
        .with("phases", new JsonArray(steps))
        .with("others", new JsonArray(others.stream().<Json>map(Json::of).toList()));
  }
}
