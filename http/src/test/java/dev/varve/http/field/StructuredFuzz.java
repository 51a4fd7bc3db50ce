package dev.varve.http.field;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Any text as structured fields (RFC 9651): what is read is written and read to the same.
public final class StructuredFuzz {
  private StructuredFuzz() {}

  /// Called by Jazzer.
  public static void fuzzerTestOneInput(byte[] input) {
    String text = new String(input, ISO_8859_1);
    StructuredFields.item(text)
        .ifPresent(item -> same(item, StructuredFields.item(StructuredFields.write(item))));
    StructuredFields.list(text)
        .ifPresent(
            (List<Member> list) -> same(list, StructuredFields.list(StructuredFields.write(list))));
    StructuredFields.dictionary(text)
        .ifPresent((Map<String, Member> dictionary) ->
            same(dictionary, StructuredFields.dictionary(StructuredFields.write(dictionary))));
    Priority.of(text);
  }

  private static void same(Object read, Optional<?> again) {
    if (again.isEmpty() || !again.get().equals(read)) {
      throw new AssertionError("read " + read + ", written and read " + again);
    }
  }
}
