package dev.varve.config.typescript;

import dev.varve.base.json.Json;
import dev.varve.base.json.JsonArray;
import dev.varve.base.json.JsonObject;
import dev.varve.config.Positions;
import dev.varve.config.typescript.Program.Spot;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The places of a computed value, as far as they could be traced to literals in the files.
final class TracedPositions implements Positions {
  /// @param spot null when only what holds it is known
  private record Part(@Nullable Spot spot, Map<String, Part> parts) {}

  private final Part root;
  private final String file;

  private TracedPositions(Part root, String file) {
    this.root = root;
    this.file = file;
  }

  /// @param places of the value and all its parts, in the order they are written
  static TracedPositions of(Json value, Iterator<Integer> places, Program program) {
    String file = program.pieces().getLast().source().name();
    return new TracedPositions(part(value, places, program), file);
  }

  private static Part part(Json value, Iterator<Integer> places, Program program) {
    Spot spot = program.spot(places.next());
    var parts = new LinkedHashMap<String, Part>();
    switch (value) {
      case JsonObject object ->
          object
              .members()
              .forEach((name, member) -> parts.put(name, part(member, places, program)));
      case JsonArray array -> {
        for (Json item : array.items()) {
          parts.put(Integer.toString(parts.size()), part(item, places, program));
        }
      }
      default -> {}
    }
    return new Part(spot, parts);
  }

  @Override
  public String at(List<String> path) {
    Spot nearest = root.spot();
    Part part = root;
    for (String name : path) {
      part = part.parts().get(name);
      if (part == null) {
        break;
      }
      nearest = part.spot() == null ? nearest : part.spot();
    }
    return nearest == null ? file : nearest.place();
  }
}
