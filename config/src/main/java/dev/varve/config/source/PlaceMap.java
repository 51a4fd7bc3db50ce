package dev.varve.config.source;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Places noted while a file was read.
public final class PlaceMap implements Positions {
  private record Place(int line, int column) {}

  private final String file;
  private final Map<List<String>, Place> places = new HashMap<>();

  public PlaceMap(String file) {
    this.file = file;
  }

  /// @param line from 1
  /// @param column from 1
  public void note(List<String> path, int line, int column) {
    places.put(List.copyOf(path), new Place(line, column));
  }

  @Override
  public String at(List<String> path) {
    for (int length = path.size(); length >= 0; length--) {
      Place place = places.get(path.subList(0, length));
      if (place != null) {
        return file + ":" + place.line() + ":" + place.column();
      }
    }
    return file;
  }
}
