package dev.varve.config.profile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.base.Problem;
import dev.varve.base.json.Json;
import dev.varve.base.json.JsonObject;
import dev.varve.config.Profile;
import dev.varve.graph.route.Route;
import dev.varve.graph.shape.Reading;
import dev.varve.graph.shape.Shape;
import dev.varve.testkit.Golden;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class ProfilesTest {
  @Test
  void becomePlainRoutes() {
    Golden.check(Path.of("src/test/golden/profiles.txt"), ProfilesTest::expanded);
  }

  private static String expanded(String input) {
    var use = (JsonObject) Json.parse(input);
    Reading problems = Reading.of(_ -> "");
    List<JsonObject> routes = expand(use, problems);
    return problems.count() > 0 ? told(problems) : shown(routes);
  }

  static List<JsonObject> expand(JsonObject use, Reading problems) {
    return routes(profile(use), use.without("use"), problems);
  }

  private static <O> List<JsonObject> routes(Profile<O> profile, JsonObject use, Reading at) {
    O options = profile.options().read(use, at);
    return options == null ? List.of() : profile.routes(options);
  }

  private static Profile<?> profile(JsonObject use) {
    return KnownProfiles.ALL.stream()
        .filter(profile -> profile.name().equals(use.text("use")))
        .findFirst()
        .orElseThrow();
  }

  private static String shown(List<JsonObject> routes) {
    Shape<Route> shape = Route.SHAPE;
    for (JsonObject route : routes) {
      Reading problems = Reading.of(_ -> "");
      shape.read(route, problems);
      assertThat(problems.problems()).as(route.compact()).isEmpty();
    }
    return Json.of(routes).pretty();
  }

  private static String told(Reading problems) {
    return problems.problems().stream().map(Problem::toString).collect(Collectors.joining("\n"));
  }

  @Test
  void haveNamesOfTheirOwn() {
    assertThat(KnownProfiles.ALL).extracting(Profile::name).doesNotHaveDuplicates().hasSize(8);
  }
}
