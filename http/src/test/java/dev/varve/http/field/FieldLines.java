package dev.varve.http.field;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedReader;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.util.HexFormat;
import java.util.Optional;

/// The program that `conformance/structured` asks: a kind and a text in each line, and what we make
/// of it, written in its canonical form behind `=`, or `-`.
final class FieldLines {
  private FieldLines() {}

  public static void main(String[] args) throws IOException {
    try (var in = new BufferedReader(new InputStreamReader(System.in, ISO_8859_1));
        var out = new PrintWriter(new FileOutputStream(FileDescriptor.out), false, ISO_8859_1)) {
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        String[] asked = line.split(" ");
        String hex = asked[1].equals("-") ? "" : asked[1];
        String text = new String(HexFormat.of().parseHex(hex), ISO_8859_1);
        out.println(
            canonical(asked[0], text)
                .map(made -> "=" + HexFormat.of().formatHex(made.getBytes(ISO_8859_1)))
                .orElse("-"));
      }
    }
  }

  private static Optional<String> canonical(String kind, String text) {
    return switch (kind) {
      case "item" -> StructuredFields.item(text).map(StructuredFields::write);
      case "list" -> StructuredFields.list(text).map(StructuredFields::write);
      default -> StructuredFields.dictionary(text).map(StructuredFields::write);
    };
  }
}
