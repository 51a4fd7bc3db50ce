package dev.varve.edge.header;

import dev.varve.http.FieldName;
import dev.varve.http.Fields;
import java.util.List;

/// Names that an application may take for one another: case, dashes and underscores apart.
public final class Alike {
  private Alike() {}

  /// Takes away every field whose name is like one of these.
  public static void remove(Fields fields, List<FieldName> names) {
    for (int i = fields.size() - 1; i >= 0; i--) {
      if (isAny(fields, i, names)) {
        fields.remove(i);
      }
    }
  }

  private static boolean isAny(Fields fields, int place, List<FieldName> names) {
    for (int i = 0; i < names.size(); i++) {
      if (isLike(fields, place, names.get(i))) {
        return true;
      }
    }
    return false;
  }

  private static boolean isLike(Fields fields, int place, FieldName name) {
    byte[] wanted = name.bytes();
    if (fields.nameLength(place) != wanted.length) {
      return false;
    }
    byte[] bytes = fields.array();
    int from = fields.nameOffset(place);
    for (int i = 0; i < wanted.length; i++) {
      if (plain(bytes[from + i]) != plain(wanted[i])) {
        return false;
      }
    }
    return true;
  }

  private static int plain(byte each) {
    if (each == '_') {
      return '-';
    }
    return each >= 'A' && each <= 'Z' ? each | 0x20 : each;
  }
}
