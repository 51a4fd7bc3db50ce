package dev.varve.store.log;

import dev.varve.base.Failure;
import dev.varve.base.Problem;
import dev.varve.store.disk.Disk;
import dev.varve.store.problem.StoreCode;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/// Which files of the directory make up the log. Of several generations of a segment the newest
/// complete one counts; it stands for all segments it covers. What is left over from a crash
/// between two steps is deleted, but nothing that is not there a second time.
final class SegmentFiles {
  private final Disk disk;
  private final long store;
  private final TreeMap<Integer, Segment> complete = new TreeMap<>();
  private final TreeMap<Integer, Segment> live = new TreeMap<>();

  private SegmentFiles(Disk disk, long store) {
    this.disk = disk;
    this.store = store;
  }

  /// The ids of the log's segments in order; those without a complete segment are to be scanned.
  static NavigableMap<Integer, Optional<Segment>> list(Disk disk, long store) throws IOException {
    var files = new SegmentFiles(disk, store);
    List<String> names = disk.list();
    for (String name : names) {
      if (name.endsWith(".seq")) {
        files.openComplete(name, names);
      }
    }
    files.choose();
    var found = new TreeMap<Integer, Optional<Segment>>();
    files.live.forEach((id, segment) -> found.put(id, Optional.of(segment)));
    for (int id : files.unread(names)) {
      found.put(id, Optional.empty());
    }
    return found;
  }

  private void openComplete(String name, List<String> names) throws IOException {
    Arena arena = Arena.ofShared();
    Optional<MappedTable> table = MappedTable.open(disk, name, store, arena);
    String data = name.replace(".seq", ".log");
    if (table.isEmpty() || !names.contains(data)) {
      arena.close();
      disk.delete(name);
      return;
    }
    var segment = new Segment(disk.open(data), table.get(), arena);
    Segment other = complete.get(segment.id);
    if (other == null || other.generation < segment.generation) {
      complete.put(segment.id, segment);
      if (other != null) {
        drop(other);
      }
    } else {
      drop(segment);
    }
  }

  /// Keeps those that no later one stands for.
  private void choose() throws IOException {
    int covered = Integer.MAX_VALUE;
    for (Map.Entry<Integer, Segment> each : complete.descendingMap().entrySet()) {
      Segment segment = each.getValue();
      if (segment.id < covered) {
        live.put(segment.id, segment);
        covered = segment.covers();
      } else {
        drop(segment);
      }
    }
  }

  private void drop(Segment segment) throws IOException {
    segment.close();
    disk.delete(MappedTable.name(segment.id, segment.generation));
    disk.delete(Segment.name(segment.id, segment.generation));
  }

  /// Segments as they were first written that have no table yet.
  private List<Integer> unread(List<String> names) throws IOException {
    var unread = new ArrayList<Integer>();
    for (String name : names) {
      if (!name.endsWith(".log") || !disk.list().contains(name)) {
        continue;
      }
      int id = Integer.parseInt(name.substring(0, 8));
      Map.Entry<Integer, Segment> owner = live.ceilingEntry(id);
      if (owner != null && owner.getValue().covers() <= id) {
        if (!owner.getValue().file.name().equals(name)) {
          disk.delete(name);
        }
      } else if (name.endsWith("-0.log")) {
        unread.add(id);
      } else if (names.contains(Segment.name(id, 0))) {
        disk.delete(name);
      } else {
        throw lost(name);
      }
    }
    return unread;
  }

  private static Failure lost(String name) {
    return new Failure(
        new Problem(
            StoreCode.DAMAGED,
            name,
            "the segment must have its table beside it, but that is missing or damaged",
            "restore the directory from a backup"));
  }
}
