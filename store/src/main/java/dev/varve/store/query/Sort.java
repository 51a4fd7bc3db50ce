package dev.varve.store.query;

import dev.varve.store.filter.FieldPath;
import dev.varve.store.filter.PathText;
import dev.varve.store.filter.Text;
import dev.varve.store.problem.StoreCode;
import java.util.ArrayList;
import java.util.List;

/// One term of an order: `name` upwards, `-age` downwards.
///
/// @param descending greatest first; what does not exist then comes last
public record Sort(FieldPath path, boolean descending) {
  /// Reads terms separated by commas: `-age, name` or `age desc, name asc`.
  ///
  /// @throws dev.varve.base.Failure naming line and column
  public static List<Sort> parse(String source) {
    var text = new Text("sort", source);
    var terms = new ArrayList<Sort>();
    do {
      terms.add(term(text));
    } while (text.take(','));
    if (!text.ended()) {
      throw text.wrong(
          StoreCode.BAD_QUERY,
          text.at(),
          "',' or the end must stand here, but is " + text.found(text.at()),
          "write -age or age desc for greatest first");
    }
    return terms;
  }

  private static Sort term(Text text) {
    text.skipSpace();
    boolean descending = text.take('-');
    FieldPath path = PathText.read(text);
    text.skipSpace();
    int start = text.at();
    switch (text.name(false)) {
      case "desc" -> descending = true;
      case "asc" -> descending = false;
      default -> text.back(start);
    }
    text.skipSpace();
    return new Sort(path, descending);
  }

  @Override
  public String toString() {
    return (descending ? "-" : "") + path;
  }
}
