package dev.varve.http.hpack;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

/// Header blocks as lines `name=value`, for tests.
public final class HpackText {
  private HpackText() {}

  public static String decode(HpackDecoder decoder, byte[] block) throws HpackException {
    var text = new StringBuilder();
    decoder.begin(block, 0, block.length);
    while (decoder.next()) {
      text.append(new String(decoder.name(), decoder.nameFrom(), decoder.nameLength(), ISO_8859_1))
          .append('=')
          .append(
              new String(decoder.value(), decoder.valueFrom(), decoder.valueLength(), ISO_8859_1))
          .append('\n');
    }
    return text.toString();
  }
}
