package dev.varve.graph.match;

import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.base.json.Json;
import dev.varve.graph.Graph;
import dev.varve.graph.Site;
import dev.varve.graph.TrailingSlash;
import dev.varve.graph.action.Respond;
import dev.varve.graph.explain.Explanation;
import dev.varve.graph.explain.Request;
import dev.varve.graph.path.CanonicalPath;
import dev.varve.graph.plan.Plan;
import dev.varve.graph.route.FieldMatch;
import dev.varve.graph.route.Match;
import dev.varve.graph.route.PathPattern;
import dev.varve.graph.route.Route;
import dev.varve.testkit.Gen;
import dev.varve.testkit.Property;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/// The tables agree with the rules written down plainly.
class RouterPropertyTest {
  private record Example(Graph graph, List<String> requests) {}

  private static final Gen<String> SEGMENT = Gen.of("a", "b", "ab", "{x}", "{y}", "c");
  private static final Gen<String> HOST = Gen.of("a.x", "b.x", "*.x", "*", "c.b.x", "*.b.x");
  private static final Gen<String> METHOD = Gen.of("GET", "HEAD", "POST", "PUT");

  private static final Gen<String> PATTERN =
      choices -> {
        var segments = new ArrayList<>(Gen.lists(SEGMENT, 4).draw(choices));
        for (int i = 0; i < segments.size(); i++) {
          segments.set(i, segments.get(i).startsWith("{") ? "{p" + i + "}" : segments.get(i));
        }
        String path = String.join("/", segments);
        return switch (choices.index(6)) {
          case 0 -> "~/" + path.replaceAll("\\{p\\d\\}", "[a-c]+");
          case 1, 2 -> (path.isEmpty() ? "" : "/" + path) + "/*";
          case 3 -> (path.isEmpty() ? "" : "/" + path) + "/*rest";
          default -> "/" + path;
        };
      };

  private static final Gen<Route> ROUTE =
      choices -> {
        var headers = new TreeMap<String, FieldMatch>();
        if (choices.below(4) == 3) {
          headers.put("x-a", new FieldMatch.Is(Gen.of("1", "2").draw(choices)));
        }
        if (choices.below(6) == 5) {
          headers.put("x-b", new FieldMatch.Present(choices.below(2) == 0));
        }
        var match =
            new Match(
                PathPattern.parse(PATTERN.draw(choices)),
                Gen.lists(METHOD, 2).draw(choices),
                headers,
                new TreeMap<>());
        return Route.of("/", Respond.DEFAULT).withMatch(match);
      };

  private static final Gen<Example> EXAMPLE =
      choices -> {
        var sites = new LinkedHashMap<String, Site>();
        for (String host : Gen.lists(HOST, 3).draw(choices)) {
          sites.put(
              host,
              new Site(
                  host.equals("a.x") ? List.of("alias.y") : List.of(),
                  TrailingSlash.KEEP,
                  new TreeMap<>(),
                  Gen.lists(ROUTE, 12).draw(choices)));
        }
        var requests = new ArrayList<String>();
        for (int i = 0; i < 8; i++) {
          String path =
              "/" + String.join("/", Gen.lists(Gen.of("a", "b", "ab", "c", ""), 4).draw(choices));
          String host = Gen.of("a.x", "b.x", "c.x", "c.b.x", "z", "alias.y").draw(choices);
          requests.add(METHOD.draw(choices) + " " + host + path + " " + choices.below(3));
        }
        return new Example(Graph.of(sites), requests);
      };

  @Test
  void agreesWithTheRulesOnRandomGraphs() {
    Property.of(EXAMPLE).runs(600).holds(RouterPropertyTest::agrees);
  }

  @Test
  void readsBackToAnEqualGraphOfWhichNothingIsPlanned() {
    Property.of(EXAMPLE)
        .runs(200)
        .holds(example -> {
          byte[] bytes = example.graph().canonical();
          Graph again = Graph.read(Json.parse(new String(bytes, StandardCharsets.UTF_8)));
          assertThat(again.canonical()).isEqualTo(bytes);
          assertThat(Plan.of(example.graph(), again).isEmpty()).isTrue();
        });
  }

  private static void agrees(Example example) {
    Router router = Router.compile(example.graph());
    for (String request : example.requests()) {
      String[] words = request.split(" ");
      int slash = words[1].indexOf('/');
      String host = words[1].substring(0, slash);
      String path = words[1].substring(slash).replaceAll("/+", "/");
      Map<String, String> headers = words[2].equals("0") ? Map.of() : Map.of("x-a", words[2]);
      String expected = NaiveMatcher.match(example.graph(), host, path, words[0], headers);

      Outcome outcome = router.match(host, path, words[0], headers::get, Lookup.NONE);

      assertThat(told(outcome)).as(request).isEqualTo(expected);
      assertThat(CanonicalPath.isCanonical(path)).isTrue();
      Request asked = Request.of(words[0], host + path).withHeaders(headers);
      Explanation explanation = Explanation.of(example.graph(), router, asked);
      assertThat(told(explanation.outcome())).isEqualTo(expected);
      assertThat(explanation.others()).allSatisfy(other -> assertThat(other).isNotBlank());
    }
  }

  private static String told(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Found found -> found.route().id();
      case Outcome.MethodNotAllowed(List<String> allow) -> "405 " + allow;
      case Outcome.NotFound _ -> "404";
      case Outcome.UnknownHost _ -> "unknown host";
    };
  }
}
