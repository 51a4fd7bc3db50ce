package dev.varve.http.hpack;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

/// Header blocks as lines `name=value`, for tests.
public final class HpackText {
  private HpackText() {}

  public static String decode(HpackDecoder decoder, byte[] block) throws HpackException {
    decoder.begin(block, 0, block.length);
    return rest(decoder);
  }

  /// What was not read yet of a block that was begun, a line for each field.
  public static <X extends Exception> String rest(FieldLines<X> lines) throws X {
    var text = new StringBuilder();
    while (lines.next()) {
      text.append(name(lines.section())).append('=').append(value(lines.section())).append('\n');
    }
    return text.toString();
  }

  static String name(FieldSection field) {
    return new String(field.name(), field.nameFrom(), field.nameLength(), ISO_8859_1);
  }

  static String value(FieldSection field) {
    return new String(field.value(), field.valueFrom(), field.valueLength(), ISO_8859_1);
  }
}
