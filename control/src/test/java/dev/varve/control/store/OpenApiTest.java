package dev.varve.control.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.base.Clock;
import dev.varve.base.json.Json;
import dev.varve.base.json.JsonArray;
import dev.varve.base.json.JsonObject;
import dev.varve.control.identity.StoreAccess;
import dev.varve.store.Store;
import dev.varve.store.local.LocalStore;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// The API's description tells the truth.
final class OpenApiTest {
  private static final List<String> METHODS = List.of("get", "put", "post", "patch", "delete");

  private static Map<String, Json> paths(Store store) {
    try (var service = new StoreService(store, Clock.SYSTEM)) {
      StoreReply reply = service.answer(StoreRequest.of("GET", "openapi.json"), StoreAccess.FULL);
      var json = (JsonObject) Json.parse(new String(reply.bytes(), StandardCharsets.UTF_8));
      return ((JsonObject) json.get("paths")).members();
    }
  }

  /// Each path takes just the methods it lists: all others are answered 405.
  @Test
  void listsEveryEndpointWithItsMethods() {
    try (var store = LocalStore.inMemory()) {
      store.put("n", "k", Json.of(1));
      var wrong = new ArrayList<String>();
      try (var service = new StoreService(store, Clock.SYSTEM)) {
        paths(store)
            .forEach((path, operations) -> {
              String target =
                  path.substring(1)
                      .replace("{ns}", "n")
                      .replace("{key}", "k")
                      .replace("{name}", "v")
                      .replace("{point}", "2");
              for (String method : METHODS) {
                boolean listed = ((JsonObject) operations).get(method) != null;
                var request =
                    StoreRequest.of(method.toUpperCase(java.util.Locale.ROOT), target)
                        .withBody("{}".getBytes(StandardCharsets.UTF_8));
                boolean watches = path.endsWith("watch");
                StoreReply reply =
                    service.answer(
                        watches ? request.with("wait", "1ms") : request, StoreAccess.FULL);
                reply.bytes(); // a stream must be written
                boolean taken = reply.status() != 405;
                if (taken != listed) {
                  wrong.add(method + " " + path);
                }
              }
            });
      }
      assertThat(wrong).isEmpty();
    }
  }

  @Test
  void listsEveryWordOfTheApi() {
    try (var store = LocalStore.inMemory()) {
      var paths = paths(store).keySet();

      for (String word : Place.SPACE_WORDS) {
        assertThat(paths).contains("/{ns}/" + word);
      }
      for (String word : Place.PAST_WORDS) {
        assertThat(paths).contains("/{ns}/{key}/" + word, "/{ns}/doc/{key}/" + word);
      }
      assertThat(paths)
          .contains("/status", "/namespaces", "/batch", "/compact", "/openapi.json")
          .contains("/usage", "/watch", "/keys", "/verify", "/backup");
    }
  }

  /// Every call is made as the description's own examples say, and answered as it says.
  @Test
  void everyExampleIsAnsweredAsDescribed() {
    try (var store = LocalStore.inMemory();
        var service = new StoreService(store, Clock.SYSTEM)) {
      var wrong = new ArrayList<String>();
      for (String method : List.of("put", "post", "patch", "get", "delete")) {
        paths(store)
            .forEach((path, operations) -> {
              if (((JsonObject) operations).get(method) instanceof JsonObject operation) {
                store.put("n", "k", Json.parse("{\"age\":31}"));
                wrong.addAll(complaints(service, method, path, operation));
              }
            });
      }
      assertThat(wrong).isEmpty();
    }
  }

  private static List<String> complaints(
      StoreService service, String method, String path, JsonObject operation) {
    StoreRequest request = example(service, method, path, operation);
    StoreReply reply = service.answer(request, StoreAccess.FULL);
    byte[] body = reply.bytes();
    String told = method + " " + path + ": " + reply.status();
    var responses = (JsonObject) operation.get("responses");
    boolean known = responses.get(Integer.toString(reply.status())) != null;
    if (!known || reply.status() >= 400) {
      return List.of(told + " " + new String(body, StandardCharsets.UTF_8));
    }
    var types = (JsonObject) at(responses, Integer.toString(reply.status()), "content");
    String type = String.valueOf(reply.headers().get("content-type"));
    return types.get(type) == null ? List.of(told + " of type " + type) : List.of();
  }

  private static Json at(JsonObject object, String... names) {
    JsonObject found = object;
    for (String name : names) {
      found = (JsonObject) java.util.Objects.requireNonNull(found.get(name), name);
    }
    return found;
  }

  private static StoreRequest example(
      StoreService service, String method, String path, JsonObject operation) {
    String target =
        path.substring(1)
            .replace("{ns}", "n")
            .replace("{key}", "k")
            .replace("{name}", "v")
            .replace("{point}", "2");
    StoreRequest request = StoreRequest.of(method.toUpperCase(java.util.Locale.ROOT), target);
    for (Json each : ((JsonArray) operation.get("parameters")).items()) {
      var parameter = (JsonObject) each;
      String example = parameter.text("example");
      if (example != null) {
        request = request.with(String.valueOf(parameter.text("name")), example);
      }
    }
    if (target.endsWith("watch")) {
      request = request.with("wait", "1ms");
    }
    if (path.equals("/keys") && method.equals("delete")) {
      request = request.with("id", anyKey(service));
    }
    if (operation.get("requestBody") instanceof JsonObject body) {
      Json example = ((JsonObject) at(body, "content", "application/json")).get("example");
      request = request.withBody(String.valueOf(example).getBytes(StandardCharsets.UTF_8));
    }
    boolean patches = method.equals("patch");
    return patches ? request.withHeader("content-type", "application/json-patch+json") : request;
  }

  private static String anyKey(StoreService service) {
    byte[] keys = service.answer(StoreRequest.to("GET", "keys"), StoreAccess.FULL).bytes();
    var all =
        (JsonArray) ((JsonObject) Json.parse(new String(keys, StandardCharsets.UTF_8))).get("keys");
    return String.valueOf(((JsonObject) all.items().getFirst()).text("id"));
  }

  /// Parameters are what the code asks for, neither more nor less.
  @Test
  void describesEveryParameterThatIsRead() throws IOException {
    var described = new TreeSet<String>();
    try (var store = LocalStore.inMemory()) {
      paths(store).values().stream()
          .flatMap(operations -> ((JsonObject) operations).members().values().stream())
          .flatMap(each -> ((JsonArray) ((JsonObject) each).get("parameters")).items().stream())
          .map(JsonObject.class::cast)
          .filter(each -> "query".equals(each.text("in")))
          .forEach(each -> described.add(String.valueOf(each.text("name"))));
    }
    var read = new TreeSet<String>();
    Pattern call =
        Pattern.compile(
            "(?:request\\s*\\.(?:parameter|flag|count|number)|query\\(\\)\\s*\\.(?:get|containsKey))\\(\"(\\w+)\"");
    try (var files = Files.list(Path.of("src/main/java/dev/varve/control/store"))) {
      for (Path file : files.toList()) {
        call.matcher(Files.readString(file)).results().forEach(found -> read.add(found.group(1)));
      }
    }
    assertThat(described).isEqualTo(read);
  }

  /// Each call takes just the parameters it lists: all others are refused.
  @Test
  void listsTheParametersOfEachCall() {
    var wrong = new ArrayList<String>();
    try (var store = LocalStore.inMemory()) {
      paths(store)
          .forEach((path, operations) ->
              ((JsonObject) operations)
                  .members()
                  .forEach((method, operation) -> {
                    String upper = method.toUpperCase(java.util.Locale.ROOT);
                    Place place =
                        Place.of(
                            StoreRequest.of(upper, path.substring(1).replaceAll("[{}]", ""))
                                .path());
                    var described = new TreeSet<String>();
                    for (Json each :
                        ((JsonArray) ((JsonObject) operation).get("parameters")).items()) {
                      if ("query".equals(((JsonObject) each).text("in"))) {
                        described.add(String.valueOf(((JsonObject) each).text("name")));
                      }
                    }
                    if (!described.equals(place.parameters(upper))) {
                      wrong.add(method + " " + path + ": " + described);
                    }
                  }));
    }
    assertThat(wrong).isEmpty();
  }

  @Test
  void thePageOfTheDocumentationIsTheOneThatIsServed() throws IOException {
    Path root = Path.of("..").toAbsolutePath().normalize();
    String page = Files.readString(root.resolve("docs/reference/store-openapi.json"));
    try (var in = StoreService.class.getResourceAsStream("openapi.json")) {
      assertThat(new String(in.readAllBytes(), StandardCharsets.UTF_8)).isEqualTo(page);
    }
  }
}
