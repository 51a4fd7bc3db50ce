package dev.varve.config.typescript;

import dev.varve.config.erasure.Source;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// All modules of a configuration as one script, and the way back from its places to theirs.
///
/// @param script a function of the tracer (and of the packages) that gives the default export
/// @param table an expression: of each literal its place and its parts
/// @param literals the same for this side
/// @param pieces where the modules stand in the script, in order
/// @param packages the npm packages it imports, each with the place of its first import
record Program(
    String script,
    String table,
    List<Traced> literals,
    List<Piece> pieces,
    Map<String, Spot> packages) {
  Program {
    literals = List.copyOf(literals);
    pieces = List.copyOf(pieces);
    packages = Collections.unmodifiableMap(new LinkedHashMap<>(packages));
  }

  /// One module in the script.
  ///
  /// @param base what is added to an offset in the module, so that places of all modules differ
  /// @param firstLine of the script, from 1
  /// @param text as it stands in the script
  /// @param inserts by their places in the module's own text, in order
  record Piece(
      Source source, boolean authors, int base, int firstLine, Source text, List<Insert> inserts) {
    int lastLine() {
      return firstLine + text.lineCount() - 1;
    }

    /// From an offset in the script's text of this module to the one the author sees.
    int original(int offset) {
      int shift = 0;
      for (Insert insert : inserts) {
        int start = insert.at() + shift;
        if (offset < start + insert.length()) {
          return Math.min(offset - shift, insert.at());
        }
        shift += insert.length();
      }
      return Math.min(offset - shift, source.text().length());
    }
  }

  /// A literal of which every part stands where it was written.
  ///
  /// @param at its own place
  /// @param parts the places of its members by name, or of its items by index
  record Traced(int at, Map<String, Integer> parts) {
    Traced {
      parts = Map.copyOf(parts);
    }
  }

  /// @param at offset in the module's own text
  record Insert(int at, int length) {}

  /// A place in a file of the author's.
  record Spot(Source source, int offset) {
    String place() {
      return source.place(offset);
    }
  }

  /// The place a literal's part was given; null when it is unknown or not the author's.
  @Nullable Spot spot(int place) {
    for (Piece piece : pieces) {
      int offset = place - piece.base();
      if (offset >= 0 && offset <= piece.source().text().length()) {
        return piece.authors() ? new Spot(piece.source(), offset) : null;
      }
    }
    return null;
  }

  /// A line and column of the script; null when it is not the author's.
  ///
  /// @param bytes whether columns count bytes of UTF-8 instead of UTF-16 units
  @Nullable Spot spot(int line, int column, boolean bytes) {
    for (Piece piece : pieces) {
      if (line >= piece.firstLine() && line <= piece.lastLine()) {
        int inPiece = line - piece.firstLine() + 1;
        int offset =
            bytes
                ? piece.text().offsetOfBytes(inPiece, column)
                : piece.text().offset(inPiece, column);
        return piece.authors() ? new Spot(piece.source(), piece.original(offset)) : null;
      }
    }
    return null;
  }
}
