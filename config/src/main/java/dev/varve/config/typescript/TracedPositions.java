package dev.varve.config.typescript;

import dev.varve.base.json.Json;
import dev.varve.base.json.JsonArray;
import dev.varve.base.json.JsonObject;
import dev.varve.config.source.Positions;
import dev.varve.config.typescript.Program.Spot;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.StringTokenizer;
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

  /// @param places as the driver writes them
  static TracedPositions of(Json value, String places, Program program) {
    String file = program.pieces().getLast().source().name();
    return new TracedPositions(new Reader(places, program).part(value, null), file);
  }

  /// Goes through the value in the order the driver went.
  private static final class Reader {
    private final Program program;
    private final StringTokenizer words;

    Reader(String places, Program program) {
      this.program = program;
      this.words = new StringTokenizer(places, ",");
    }

    /// @param known the place of the value, when what holds it says so
    Part part(Json value, @Nullable Integer known) {
      return switch (value) {
        case JsonObject object -> composed(object.members(), known);
        case JsonArray array -> {
          var items = new LinkedHashMap<String, Json>();
          array.items().forEach(item -> items.put(Integer.toString(items.size()), item));
          yield composed(items, known);
        }
        default -> new Part(spot(known), Map.of());
      };
    }

    private Part composed(Map<String, Json> members, @Nullable Integer known) {
      String word = words.nextToken();
      var parts = new LinkedHashMap<String, Part>();
      if (word.equals("~")) {
        members.forEach((name, member) -> parts.put(name, part(member, null)));
        return new Part(spot(known), parts);
      }
      if (word.startsWith("#")) {
        Program.Traced literal = program.literals().get(Integer.parseInt(word.substring(1)));
        members.forEach((name, member) -> parts.put(name, part(member, literal.parts().get(name))));
        return new Part(spot(known == null ? literal.at() : known), parts);
      }
      members.forEach((name, member) -> parts.put(name, part(member, place(words.nextToken()))));
      return new Part(spot(known == null ? place(word) : known), parts);
    }

    private static @Nullable Integer place(String word) {
      int place = Integer.parseInt(word);
      return place < 0 ? null : place;
    }

    private @Nullable Spot spot(@Nullable Integer place) {
      return place == null ? null : program.spot(place);
    }
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
