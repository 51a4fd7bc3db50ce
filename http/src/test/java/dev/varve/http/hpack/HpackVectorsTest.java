package dev.varve.http.hpack;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.http.Ascii;
import dev.varve.http.hpack.HpackEncoder.Indexing;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

/// The examples of RFC 7541 appendix C, both ways.
class HpackVectorsTest {
  private static final String REQUEST_1 =
      """
      :method=GET
      :scheme=http
      :path=/
      :authority=www.example.com
      """;
  private static final String REQUEST_2 = REQUEST_1 + "cache-control=no-cache\n";
  private static final String REQUEST_3 =
      """
      :method=GET
      :scheme=https
      :path=/index.html
      :authority=www.example.com
      custom-key=custom-value
      """;
  private static final String RESPONSE_1 =
      """
      :status=302
      cache-control=private
      date=Mon, 21 Oct 2013 20:13:21 GMT
      location=https://www.example.com
      """;
  private static final String RESPONSE_2 = RESPONSE_1.replace("302", "307");
  private static final String RESPONSE_3 =
      """
      :status=200
      cache-control=private
      date=Mon, 21 Oct 2013 20:13:22 GMT
      location=https://www.example.com
      content-encoding=gzip
      set-cookie=foo=ASDJKHQKBZXOQWEOPIUAXQWEOIU; max-age=3600; version=1
      """;

  @Test
  void readsLiteralsOfAppendixC2() throws HpackException {
    assertThat(read(4096, "400a637573746f6d2d6b65790d637573746f6d2d686561646572"))
        .containsExactly("custom-key=custom-header\n");
    assertThat(read(4096, "040c2f73616d706c652f70617468")).containsExactly(":path=/sample/path\n");
    assertThat(read(4096, "100870617373776f726406736563726574"))
        .containsExactly("password=secret\n");
    assertThat(read(4096, "82")).containsExactly(":method=GET\n");
  }

  @Test
  void readsRequestsWithoutHuffmanOfAppendixC3() throws HpackException {
    assertThat(
            read(
                4096,
                "828684410f7777772e6578616d706c652e636f6d",
                "828684be58086e6f2d6361636865",
                "828785bf400a637573746f6d2d6b65790c637573746f6d2d76616c7565"))
        .containsExactly(REQUEST_1, REQUEST_2, REQUEST_3);
  }

  @Test
  void readsAndWritesRequestsWithHuffmanOfAppendixC4() throws HpackException {
    String[] blocks = {
      "828684418cf1e3c2e5f23a6ba0ab90f4ff",
      "828684be5886a8eb10649cbf",
      "828785bf408825a849e95ba97d7f8925a849e95bb8e8b4bf"
    };

    assertThat(read(4096, blocks)).containsExactly(REQUEST_1, REQUEST_2, REQUEST_3);
    assertThat(written(4096, REQUEST_1, REQUEST_2, REQUEST_3)).containsExactly(blocks);
  }

  @Test
  void readsResponsesWithoutHuffmanAndEvictsOfAppendixC5() throws HpackException {
    assertThat(
            read(
                256,
                "4803333032580770726976617465611d4d6f6e2c203231204f637420323031332032303a31333a3231"
                    + "20474d546e1768747470733a2f2f7777772e6578616d706c652e636f6d",
                "4803333037c1c0bf",
                "88c1611d4d6f6e2c203231204f637420323031332032303a31333a323220474d54c05a04677a6970"
                    + "7738666f6f3d4153444a4b48514b425a584f5157454f50495541585157454f49553b206d61782d"
                    + "6167653d333630303b2076657273696f6e3d31"))
        .containsExactly(RESPONSE_1, RESPONSE_2, RESPONSE_3);
  }

  @Test
  void readsAndWritesResponsesWithHuffmanAndEvictsOfAppendixC6() throws HpackException {
    String[] blocks = {
      "488264025885aec3771a4b6196d07abe941054d444a8200595040b8166e082a62d1bff6e919d29ad1718"
          + "63c78f0b97c8e9ae82ae43d3",
      "4883640effc1c0bf",
      "88c16196d07abe941054d444a8200595040b8166e084a62d1bffc05a839bd9ab77ad94e7821dd7f2e6c7"
          + "b335dfdfcd5b3960d5af27087f3672c1ab270fb5291f9587316065c003ed4ee5b1063d5007"
    };

    assertThat(read(256, blocks)).containsExactly(RESPONSE_1, RESPONSE_2, RESPONSE_3);
    // The example starts with a table of 256 bytes without saying so; our writer says so first.
    var written = written(256, RESPONSE_1, RESPONSE_2, RESPONSE_3);
    assertThat(written.getFirst()).isEqualTo("3fe101" + blocks[0]);
    // Where both forms of "307" have three bytes, ours is the one that is cheaper to read.
    assertThat(written.get(1)).isEqualTo("4803333037c1c0bf");
    assertThat(written.get(2)).isEqualTo(blocks[2]);
  }

  private static List<String> read(int tableBytes, String... blocks) throws HpackException {
    var decoder = new HpackDecoder(tableBytes, new FieldSection(32768, 128));
    var messages = new ArrayList<String>();
    for (String block : blocks) {
      messages.add(HpackText.decode(decoder, HexFormat.of().parseHex(block)));
    }
    return messages;
  }

  private static List<String> written(int tableBytes, String... messages) {
    var block = new HeaderBlock(16);
    var encoder = new HpackEncoder(block);
    encoder.tableBytesMax(tableBytes);
    var blocks = new ArrayList<String>();
    for (String message : messages) {
      block.clear();
      encoder.begin(block);
      message.lines().forEach(line -> write(encoder, line));
      blocks.add(HexFormat.of().formatHex(block.bytes(), 0, block.length()));
    }
    return blocks;
  }

  private static void write(HpackEncoder encoder, String line) {
    int split = line.indexOf('=', 1);
    byte[] name = line.substring(0, split).getBytes(ISO_8859_1);
    byte[] value = line.substring(split + 1).getBytes(ISO_8859_1);
    encoder.name(name, 0, name.length, Ascii.hash(name, 0, name.length));
    encoder.value(value, 0, value.length, Indexing.STORE);
  }
}
