package dev.varve.http.hpack;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.varve.http.Ascii;
import dev.varve.http.Fields;
import dev.varve.http.Request;
import dev.varve.http.stream.HeadReader;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/// Any bytes as header blocks of one connection, each behind an octet that says how long it is:
/// read within bounds or refused; what is read is written and read to the same; and what passes as
/// a request can be written as HTTP/1.1 (security F8).
public final class HpackFuzz {
  private static final int LIST_MOST = 2_048;
  private static final int FIELDS_MOST = 32;

  private HpackFuzz() {}

  /// Called by Jazzer.
  public static void fuzzerTestOneInput(byte[] input) {
    var decoder = decoder();
    var again = decoder();
    var block = new HeaderBlock(64);
    var encoder = new HpackEncoder(block);
    var messages = decoder();
    var heads = new HeadReader();
    try {
      for (int at = 0; at < input.length; ) {
        int end = Math.min(input.length, at + 1 + (input[at] & 0xff));
        byte[] each = Arrays.copyOfRange(input, at + 1, end);
        at = end;
        List<String> read = read(decoder, each, each.length);
        bound(read);
        write(encoder, block, read);
        List<String> twice = read(again, block.bytes(), block.length());
        if (!twice.equals(read)) {
          throw new AssertionError("read:\n" + read + "\nwritten and read:\n" + twice);
        }
        messages.begin(each, 0, each.length);
        var request = new Request();
        if (heads.request(messages, request, true) == null) {
          writable(request.fields());
        }
      }
    } catch (HpackException refused) {
      if (refused.reason().isEmpty()) {
        throw new AssertionError("must say what is wrong", refused);
      }
    }
  }

  private static HpackDecoder decoder() {
    return new HpackDecoder(512, new FieldSection(LIST_MOST, FIELDS_MOST));
  }

  /// Names and values in turn.
  private static List<String> read(HpackDecoder decoder, byte[] block, int length)
      throws HpackException {
    var texts = new ArrayList<String>();
    decoder.begin(block, 0, length);
    while (decoder.next()) {
      texts.add(HpackText.name(decoder.section()));
      texts.add(HpackText.value(decoder.section()));
    }
    return texts;
  }

  private static void bound(List<String> texts) {
    int octets = texts.stream().mapToInt(String::length).sum();
    if (octets > LIST_MOST || texts.size() > 2 * FIELDS_MOST) {
      throw new AssertionError(texts.size() / 2 + " fields of " + octets + " octets");
    }
  }

  private static void write(HpackEncoder encoder, HeaderBlock block, List<String> texts) {
    block.clear();
    encoder.begin(block);
    for (int i = 0; i < texts.size(); i += 2) {
      byte[] name = texts.get(i).getBytes(ISO_8859_1);
      byte[] value = texts.get(i + 1).getBytes(ISO_8859_1);
      encoder.name(name, 0, name.length, Ascii.hash(name, 0, name.length));
      encoder.value(value, 0, value.length, HpackEncoder.Indexing.BY_NAME);
    }
  }

  /// Throws where a field could be read as something else by the next program.
  public static void writable(Fields fields) {
    for (int i = 0; i < fields.size(); i++) {
      String name = fields.name(i);
      String value = fields.value(i);
      boolean token = !name.isEmpty() && name.chars().allMatch(each -> Ascii.isToken((byte) each));
      boolean text = value.chars().allMatch(each -> each == '\t' || (each >= 0x20 && each != 0x7f));
      if (!token || !text || !name.equals(name.toLowerCase(Locale.ROOT))) {
        throw new AssertionError("must not pass: " + name + ": " + value);
      }
    }
  }
}
