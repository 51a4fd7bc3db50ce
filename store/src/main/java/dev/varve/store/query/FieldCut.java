package dev.varve.store.query;

import dev.varve.base.json.Json;
import dev.varve.store.filter.FieldPath;
import dev.varve.store.filter.FieldPath.Step;
import dev.varve.store.filter.FieldScan;
import dev.varve.store.filter.Row;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Cuts documents to some members of the outermost object, on their text, without making a tree:
/// the commonest projection by far. Says the same as [Projection#apply]. One thread uses it.
final class FieldCut {
  private final FieldScan scan;
  private final byte[][] names;
  private final int[] order;

  private FieldCut(List<FieldPath> paths) {
    scan = new FieldScan(paths);
    names = paths.stream().map(FieldCut::name).toArray(byte[][]::new);
    order = new int[names.length];
  }

  /// Nothing where a projection asks for more than that.
  static @Nullable FieldCut of(Projection fields) {
    boolean simple =
        !fields.excluding()
            && fields.paths().stream().distinct().count() == fields.paths().size()
            && fields.paths().stream().allMatch(FieldCut::isMember);
    return simple ? new FieldCut(fields.paths()) : null;
  }

  private static boolean isMember(FieldPath path) {
    return !path.isMeta()
        && path.steps().size() == 1
        && path.steps().getFirst() instanceof Step.Member;
  }

  private static byte[] name(FieldPath path) {
    String name = path.steps().getFirst() instanceof Step.Member(String text) ? text : "";
    return (Json.of(name).compact() + ":").getBytes(StandardCharsets.UTF_8);
  }

  /// The text of what is wanted of a document, nothing when it is no object.
  byte @Nullable [] of(Row row) {
    byte[] text = row.bytes();
    if (row.end() <= row.start() || text[row.start()] != '{') {
      return null;
    }
    scan.scan(text, row.start(), row.end());
    int count = inOrder();
    var out = new ByteArrayOutputStream(256);
    out.write('{');
    for (int i = 0; i < count; i++) {
      int slot = order[i];
      if (i > 0) {
        out.write(',');
      }
      out.write(names[slot], 0, names[slot].length);
      out.write(text, scan.start(slot), scan.end(slot) - scan.start(slot));
    }
    out.write('}');
    return out.toByteArray();
  }

  /// Puts what was found in the order of the document.
  private int inOrder() {
    int count = 0;
    for (int slot = 0; slot < names.length; slot++) {
      if (scan.start(slot) >= 0) {
        int at = count++;
        while (at > 0 && scan.start(order[at - 1]) > scan.start(slot)) {
          order[at] = order[at - 1];
          at--;
        }
        order[at] = slot;
      }
    }
    return count;
  }
}
