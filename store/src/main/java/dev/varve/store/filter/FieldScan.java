package dev.varve.store.filter;

import dev.varve.base.json.JsonLimits;
import dev.varve.base.json.JsonReader;
import dev.varve.base.json.JsonString;
import dev.varve.store.filter.FieldPath.Step;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Finds the values at some paths in JSON text in one pass, builds nothing, and stops when it has
/// them all. One thread uses it.
public final class FieldScan {
  private final Node root;
  private final int[] starts;
  private final int[] ends;
  private byte[] text = {};
  private int textEnd;
  private int wanted;

  /// @param paths into the document; the index of each in the list is its slot
  public FieldScan(List<FieldPath> paths) {
    var building = new Branch();
    for (int slot = 0; slot < paths.size(); slot++) {
      if (!paths.get(slot).isMeta()) {
        building.add(paths.get(slot).steps(), slot);
      }
    }
    root = new Node(building);
    starts = new int[paths.size()];
    ends = new int[paths.size()];
  }

  /// Scans one document, which must be valid JSON.
  public void scan(byte[] json, int start, int end) {
    text = json;
    textEnd = end;
    Arrays.fill(starts, -1);
    if (root.slots > 0) {
      int first = RawJson.space(json, start);
      whole(first);
      wanted = root.slots - root.own.length;
      if (wanted > 0) {
        inside(root, first);
      }
    }
  }

  /// The document itself ends where its text ends, so nothing has to be walked over to find it.
  private void whole(int first) {
    int stop = textEnd;
    while (stop > first && text[stop - 1] <= ' ' && text[stop - 1] >= 0) {
      stop--;
    }
    for (int slot : root.own) {
      starts[slot] = first;
      ends[slot] = stop;
    }
  }

  /// Where the value of a slot starts; below zero when there is none.
  public int start(int slot) {
    return starts[slot];
  }

  /// Where the value of a slot ends, not included.
  public int end(int slot) {
    return ends[slot];
  }

  /// Takes the value that starts here and gives the place behind it, or any place when all is
  /// found.
  private int value(Node node, int from) {
    int stop = inside(node, from);
    for (int slot : node.own) {
      starts[slot] = from;
      ends[slot] = stop;
      wanted--;
    }
    return stop;
  }

  private int inside(Node node, int from) {
    byte first = text[from];
    if (first == '{' && node.names.length > 0) {
      return object(node, from + 1);
    }
    if (first == '[' && node.indexes.length > 0) {
      return array(node, from + 1);
    }
    return RawJson.skip(text, from, textEnd);
  }

  private int object(Node node, int from) {
    int at = RawJson.space(text, from);
    if (text[at] == '}') {
      return at + 1;
    }
    while (true) {
      int nameEnd = RawJson.closingQuote(text, at + 1, textEnd);
      int child = node.child(text, at + 1, nameEnd);
      at = RawJson.space(text, RawJson.space(text, nameEnd + 1) + 1);
      at = child < 0 ? RawJson.skip(text, at, textEnd) : value(node.below[child], at);
      if (wanted == 0) {
        return at;
      }
      at = RawJson.space(text, at);
      if (text[at] == '}') {
        return at + 1;
      }
      at = RawJson.space(text, at + 1);
    }
  }

  private int array(Node node, int from) {
    int at = RawJson.space(text, from);
    if (text[at] == ']') {
      return at + 1;
    }
    for (int index = 0; ; index++) {
      int child = node.item(index);
      at = child < 0 ? RawJson.skip(text, at, textEnd) : value(node.items[child], at);
      if (wanted == 0) {
        return at;
      }
      at = RawJson.space(text, at);
      if (text[at] == ']') {
        return at + 1;
      }
      at = RawJson.space(text, at + 1);
    }
  }

  /// A place that paths lead to or through, with how many slots are here and below.
  private static final class Node {
    private final int[] own;
    private final byte[][] names;
    private final Node[] below;
    private final int[] indexes;
    private final Node[] items;
    private final int slots;

    Node(Branch branch) {
      own = branch.own.stream().mapToInt(Integer::intValue).toArray();
      names =
          branch.members.keySet().stream()
              .map(name -> name.getBytes(StandardCharsets.UTF_8))
              .toArray(byte[][]::new);
      below = branch.members.values().stream().map(Node::new).toArray(Node[]::new);
      indexes = branch.items.keySet().stream().mapToInt(Integer::intValue).toArray();
      items = branch.items.values().stream().map(Node::new).toArray(Node[]::new);
      int count = own.length;
      for (Node each : below) {
        count += each.slots;
      }
      for (Node each : items) {
        count += each.slots;
      }
      slots = count;
    }

    int child(byte[] text, int start, int end) {
      int length = end - start;
      for (int i = 0; i < names.length; i++) {
        byte[] name = names[i];
        if (name.length == length
            && (length == 0 || name[0] == text[start])
            && Arrays.equals(name, 0, length, text, start, end)) {
          return i;
        }
      }
      return RawJson.isPlain(text, start, end) ? -1 : escapedChild(text, start, end);
    }

    private int escapedChild(byte[] text, int start, int end) {
      var name = (JsonString) JsonReader.read(text, start - 1, end + 1, JsonLimits.DEFAULT);
      byte[] plain = name.value().getBytes(StandardCharsets.UTF_8);
      for (int i = 0; i < names.length; i++) {
        if (Arrays.equals(names[i], plain)) {
          return i;
        }
      }
      return -1;
    }

    int item(int index) {
      for (int i = 0; i < indexes.length; i++) {
        if (indexes[i] == index) {
          return i;
        }
      }
      return -1;
    }
  }

  private static final class Branch {
    private final List<Integer> own = new ArrayList<>();
    private final Map<String, Branch> members = new LinkedHashMap<>();
    private final Map<Integer, Branch> items = new LinkedHashMap<>();

    void add(List<Step> steps, int slot) {
      Branch branch = this;
      for (Step step : steps) {
        branch =
            switch (step) {
              case Step.Member(String name) ->
                  branch.members.computeIfAbsent(name, _ -> new Branch());
              case Step.Index(int index) -> branch.items.computeIfAbsent(index, _ -> new Branch());
            };
      }
      branch.own.add(slot);
    }
  }
}
