package dev.varve.config;

import dev.varve.base.Suggestion;
import dev.varve.base.json.JsonObject;
import dev.varve.config.source.ConfigCode;
import dev.varve.graph.shape.Reading;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/// The profiles that a configuration may use.
public final class Profiles {
  /// None.
  public static final Profiles NONE = new Profiles(List.of());

  private final Map<String, Profile<?>> byName = new TreeMap<>();

  public Profiles(List<Profile<?>> profiles) {
    profiles.forEach(profile -> byName.put(profile.name(), profile));
  }

  /// In the order of their names.
  public List<Profile<?>> all() {
    return List.copyOf(byName.values());
  }

  /// The routes that an object with `use` stands for; none when something is wrong, which has then
  /// been told.
  List<JsonObject> expand(JsonObject use, Reading at) {
    String name = use.text("use");
    Profile<?> profile = name == null ? null : byName.get(name);
    if (profile != null) {
      return routes(profile, use.without("use"), at);
    }
    at.at("use")
        .problem(
            ConfigCode.UNKNOWN_PROFILE,
            "must name a profile, but is " + Reading.shown(Objects.requireNonNull(use.get("use"))),
            next(String.valueOf(name)));
    return List.of();
  }

  private String next(String name) {
    return Suggestion.nearest(name, byName.keySet())
        .map(nearest -> "did you mean '" + nearest + "'?")
        .orElse(
            byName.isEmpty()
                ? "there are no profiles here"
                : "the profiles are " + String.join(", ", byName.keySet()));
  }

  private static <O> List<JsonObject> routes(Profile<O> profile, JsonObject options, Reading at) {
    O read = profile.options().read(options, at);
    return read == null ? List.of() : profile.routes(read);
  }
}
