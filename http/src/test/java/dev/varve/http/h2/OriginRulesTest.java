package dev.varve.http.h2;

import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.http.Body;
import dev.varve.http.Request;
import dev.varve.http.h2.frame.FrameReader;
import dev.varve.http.h2.frame.FrameType;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What an origin may send to our client, by sections of RFC 9113: exact octets, and the last frame
/// the client answers with. Stands in for the client mode of h2spec, which knows 57 cases and which
/// no version has that can be installed by name.
class OriginRulesTest {
  private static final Request GET = Request.get("a.test", "/");

  /// Stream 1 waits for its answer, 3 has had one, 5 was never opened.
  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = ';',
      value = {
        "4.1 a frame of an unknown type; 000001 16 00 00000000 00; ''",
        "4.1 flags without a meaning; 000008 06 16 00000000 0000000000000001; PONG 1",
        "4.1 the reserved bit of a stream; 000000 04 00 80000000; SETTINGS ACK",
        "4.2 DATA over SETTINGS_MAX_FRAME_SIZE; 004001 00 00 00000001; GOAWAY 0 FRAME_SIZE_ERROR",
        "4.2 HEADERS over SETTINGS_MAX_FRAME_SIZE; 004001 01 04 00000001; GOAWAY 0 FRAME_SIZE_ERROR",
        "4.2 SETTINGS over SETTINGS_MAX_FRAME_SIZE; 004002 04 00 00000000; GOAWAY 0 FRAME_SIZE_ERROR",
        "4.3 an index that there is not; 000001 01 05 00000001 c0; GOAWAY 0 COMPRESSION_ERROR",
        "4.3 index 0; 000001 01 05 00000001 80; GOAWAY 0 COMPRESSION_ERROR",
        "4.3 a value cut short; 000005 01 05 00000001 4001617f62; GOAWAY 0 COMPRESSION_ERROR",
        "4.3 Huffman code padded by eight bits; 000005 01 05 00000001 40016181ff; GOAWAY 0 COMPRESSION_ERROR",
        "4.3 Huffman code padded by zeros; 000005 01 05 00000001 4001618100; GOAWAY 0 COMPRESSION_ERROR",
        "4.3 a table over its bound; 000004 01 05 00000001 3fe21f88; GOAWAY 0 COMPRESSION_ERROR",
        "4.3 a table size behind a field; 000002 01 05 00000001 8820; GOAWAY 0 COMPRESSION_ERROR",
        "4.3 a number without end; 000008 01 05 00000001 ffffffffffffff01; GOAWAY 0 COMPRESSION_ERROR",
        "5.1 DATA on an idle stream; 000001 00 00 00000005 00; GOAWAY 0 PROTOCOL_ERROR",
        "5.1 HEADERS on an idle stream; 000001 01 05 00000005 88; GOAWAY 0 PROTOCOL_ERROR",
        "5.1 RST_STREAM on an idle stream; 000004 03 00 00000005 00000008; GOAWAY 0 PROTOCOL_ERROR",
        "5.1 WINDOW_UPDATE on an idle stream; 000004 08 00 00000005 00000001; GOAWAY 0 PROTOCOL_ERROR",
        "5.1 CONTINUATION on an idle stream; 000001 09 04 00000005 88; GOAWAY 0 PROTOCOL_ERROR",
        "5.1 PRIORITY on an idle stream; 000005 02 00 00000005 0000000010; ''",
        "5.1 DATA behind the end of an answer; 000001 00 01 00000003 00; RESET 3 STREAM_CLOSED",
        "5.1 HEADERS behind the end of an answer; 000001 01 05 00000003 88; RESET 3 STREAM_CLOSED",
        "5.1 CONTINUATION behind the end of an answer; 000001 09 04 00000003 88; GOAWAY 0 PROTOCOL_ERROR",
        "5.1 PRIORITY on a closed stream; 000005 02 00 00000003 0000000010; ''",
        "5.1 WINDOW_UPDATE on a closed stream; 000004 08 00 00000003 00000001; ''",
        "5.1 RST_STREAM on a closed stream; 000004 03 00 00000003 00000008; ''",
        "5.1.1 HEADERS on a stream of the origin; 000001 01 05 00000002 88; GOAWAY 0 PROTOCOL_ERROR",
        "5.1.1 DATA on a stream of the origin; 000001 00 00 00000002 00; GOAWAY 0 PROTOCOL_ERROR",
        "5.5 an unknown frame within a header block; 000001 01 01 00000001 88 000001 16 00 00000000 00; GOAWAY 0 PROTOCOL_ERROR",
        "6.1 DATA on stream 0; 000001 00 00 00000000 00; GOAWAY 0 PROTOCOL_ERROR",
        "6.1 padding as long as the frame; 000001 01 04 00000001 88 000002 00 08 00000001 0200; GOAWAY 0 PROTOCOL_ERROR",
        "6.1 padded without its octet; 000000 00 08 00000001; GOAWAY 0 FRAME_SIZE_ERROR",
        "6.2 HEADERS on stream 0; 000001 01 05 00000000 88; GOAWAY 0 PROTOCOL_ERROR",
        "6.2 padding as long as the frame; 000002 01 0d 00000001 0888; GOAWAY 0 PROTOCOL_ERROR",
        "6.2 priority cut short; 000003 01 25 00000001 000000; GOAWAY 0 FRAME_SIZE_ERROR",
        "6.2 a stream that depends on itself; 000006 01 25 00000001 000000011088; GOAWAY 0 PROTOCOL_ERROR",
        "6.3 PRIORITY on stream 0; 000005 02 00 00000000 0000000110; GOAWAY 0 PROTOCOL_ERROR",
        "6.3 PRIORITY of another length; 000004 02 00 00000001 00000001; GOAWAY 0 FRAME_SIZE_ERROR",
        "6.4 RST_STREAM on stream 0; 000004 03 00 00000000 00000008; GOAWAY 0 PROTOCOL_ERROR",
        "6.4 RST_STREAM of another length; 000003 03 00 00000001 000000; GOAWAY 0 FRAME_SIZE_ERROR",
        "6.5 acknowledgement with a payload; 000006 04 01 00000000 000300000001; GOAWAY 0 FRAME_SIZE_ERROR",
        "6.5 SETTINGS on a stream; 000006 04 00 00000001 000300000001; GOAWAY 0 PROTOCOL_ERROR",
        "6.5 SETTINGS of an odd length; 000003 04 00 00000000 000300; GOAWAY 0 FRAME_SIZE_ERROR",
        "6.5.2 ENABLE_PUSH of a server; 000006 04 00 00000000 000200000001; GOAWAY 0 PROTOCOL_ERROR",
        "6.5.2 ENABLE_PUSH neither 0 nor 1; 000006 04 00 00000000 000200000002; GOAWAY 0 PROTOCOL_ERROR",
        "6.5.2 INITIAL_WINDOW_SIZE over 2^31-1; 000006 04 00 00000000 000480000000; GOAWAY 0 FLOW_CONTROL_ERROR",
        "6.5.2 MAX_FRAME_SIZE too small; 000006 04 00 00000000 000500003fff; GOAWAY 0 PROTOCOL_ERROR",
        "6.5.2 MAX_FRAME_SIZE too large; 000006 04 00 00000000 000501000000; GOAWAY 0 PROTOCOL_ERROR",
        "6.5.2 an unknown setting; 000006 04 00 00000000 00ff00000001; SETTINGS ACK",
        "6.5.3 SETTINGS are acknowledged; 000006 04 00 00000000 000300000001; SETTINGS ACK",
        "6.6 PUSH_PROMISE though push is off; 000005 05 04 00000001 0000000288; GOAWAY 0 PROTOCOL_ERROR",
        "6.7 PING is answered; 000008 06 00 00000000 0000000000000007; PONG 7",
        "6.7 PING that is an answer; 000008 06 01 00000000 0000000000000007; ''",
        "6.7 PING on a stream; 000008 06 00 00000001 0000000000000000; GOAWAY 0 PROTOCOL_ERROR",
        "6.7 PING of another length; 000006 06 00 00000000 000000000000; GOAWAY 0 FRAME_SIZE_ERROR",
        "6.8 GOAWAY on a stream; 000008 07 00 00000001 0000000000000000; GOAWAY 0 PROTOCOL_ERROR",
        "6.8 GOAWAY too short; 000004 07 00 00000000 00000000; GOAWAY 0 FRAME_SIZE_ERROR",
        "6.9 WINDOW_UPDATE of nothing; 000004 08 00 00000000 00000000; GOAWAY 0 PROTOCOL_ERROR",
        "6.9 WINDOW_UPDATE of nothing on a stream; 000004 08 00 00000001 00000000; RESET 1 PROTOCOL_ERROR",
        "6.9 WINDOW_UPDATE of another length; 000003 08 00 00000000 000001; GOAWAY 0 FRAME_SIZE_ERROR",
        "6.9.1 the window of the connection over 2^31-1; 000004 08 00 00000000 7fffffff; GOAWAY 0 FLOW_CONTROL_ERROR",
        "6.9.1 the window of a stream over 2^31-1; 000004 08 00 00000001 7fffffff; RESET 1 FLOW_CONTROL_ERROR",
        "6.9.2 a window over 2^31-1 by SETTINGS; 000004 08 00 00000001 00000001 000006 04 00 00000000 00047fffffff; GOAWAY 0 FLOW_CONTROL_ERROR",
        "6.10 CONTINUATION without HEADERS; 000001 09 04 00000001 88; GOAWAY 0 PROTOCOL_ERROR",
        "6.10 CONTINUATION behind the end of a block; 000001 01 04 00000001 88 000001 09 04 00000001 88; GOAWAY 0 PROTOCOL_ERROR",
        "6.10 a block interrupted by DATA; 000001 01 00 00000001 88 000001 00 00 00000001 00; GOAWAY 0 PROTOCOL_ERROR",
        "6.10 a block interrupted by HEADERS; 000001 01 00 00000001 88 000001 01 04 00000001 88; GOAWAY 0 PROTOCOL_ERROR",
        "6.10 a block continued on another stream; 000001 01 00 00000001 88 000001 09 04 00000003 88; GOAWAY 0 PROTOCOL_ERROR",
        "6.10 CONTINUATION on stream 0; 000001 01 00 00000001 88 000001 09 04 00000000 88; GOAWAY 0 PROTOCOL_ERROR",
        "8.1 DATA before HEADERS; 000001 00 01 00000001 00; RESET 1 PROTOCOL_ERROR",
        "8.1 trailers that do not end the stream; 000001 01 04 00000001 88 000005 01 04 00000001 0001610162; RESET 1 PROTOCOL_ERROR",
        "8.1 an interim answer that ends the stream; 000005 01 05 00000001 4803313033; RESET 1 PROTOCOL_ERROR",
        "8.1.1 more data than Content-Length; 000004 01 04 00000001 885c0131 000002 00 01 00000001 6161; RESET 1 PROTOCOL_ERROR",
        "8.1.1 less data than Content-Length; 000004 01 04 00000001 885c0132 000001 00 01 00000001 61; RESET 1 PROTOCOL_ERROR",
        "8.2.1 a name in upper case; 000006 01 04 00000001 880001410162; RESET 1 PROTOCOL_ERROR",
        "8.2.1 a name with a colon; 000008 01 04 00000001 880003613a620163; RESET 1 PROTOCOL_ERROR",
        "8.2.1 a name with a space; 000008 01 04 00000001 8800036120620163; RESET 1 PROTOCOL_ERROR",
        "8.2.1 an empty name; 000005 01 04 00000001 8800000162; RESET 1 PROTOCOL_ERROR",
        "8.2.1 a value with LF; 000008 01 04 00000001 8800016103620a63; RESET 1 PROTOCOL_ERROR",
        "8.2.1 a value with CR; 000008 01 04 00000001 8800016103620d63; RESET 1 PROTOCOL_ERROR",
        "8.2.1 a value with NUL; 000008 01 04 00000001 8800016103620063; RESET 1 PROTOCOL_ERROR",
        "8.3 a pseudo-header behind fields; 000006 01 04 00000001 000161016288; RESET 1 PROTOCOL_ERROR",
        "8.3 an unknown pseudo-header; 000007 01 04 00000001 8800023a610162; RESET 1 PROTOCOL_ERROR",
        "8.3 a pseudo-header in trailers; 000001 01 04 00000001 88 000001 01 05 00000001 88; RESET 1 PROTOCOL_ERROR",
        "8.3.2 no status; 000005 01 04 00000001 0001610162; RESET 1 PROTOCOL_ERROR",
      })
  void answers(String rule, String frames, String last) {
    try (var client = new ClientUnderTest(9)) {
      var waiting = client.call();
      waiting.send(GET, Body.empty());
      var answered = client.call();
      answered.send(GET, Body.empty());
      client.receive(client.frames.headers(3, true, ":status=200"));

      List<String> sent = client.receive(HexFormat.of().parseHex(frames.replace(" ", "")));

      assertThat(sent.isEmpty() ? "" : sent.getLast()).as(rule).isEqualTo(last);
      boolean over = last.startsWith("GOAWAY");
      assertThat(client.role.connection().isOver()).isEqualTo(over);
      assertThat(answered.log).containsExactly("200", "ended");
      if (over) {
        assertThat(waiting.log).last().isEqualTo("ended");
        assertThat(client.role.isRetired()).isTrue();
      }
    }
  }

  /// Security R2, CVE-2024-27316: origins are not trusted either.
  @Test
  void boundsHeaderBlocks() {
    try (var client = new ClientUnderTest(9)) {
      client.call().send(GET, Body.empty());
      client.receive(FrameBytes.frame(FrameType.HEADERS, 0, 1, (byte) 0x88));
      for (int i = 0; i < FrameReader.CONTINUATIONS_MAX; i++) {
        assertThat(client.receive(FrameBytes.frame(FrameType.CONTINUATION, 0, 1))).isEmpty();
      }
      assertThat(client.receive(FrameBytes.frame(FrameType.CONTINUATION, 0, 1)))
          .containsExactly("GOAWAY 0 ENHANCE_YOUR_CALM");
    }
    try (var client = new ClientUnderTest(9)) {
      client.call().send(GET, Body.empty());
      String many = ":status=200" + "|a=b".repeat(200);
      assertThat(client.receive(client.frames.headers(1, true, many)))
          .last()
          .asString()
          .startsWith("GOAWAY");
    }
  }

  /// Security R1 and R3, the other way round.
  @Test
  void boundsWhatBringsNothing() {
    byte[][] floods = {
      FrameBytes.ping(1, 0),
      FrameBytes.settings(),
      FrameBytes.data(1, 0, ""),
      FrameBytes.frame(0x42, 0, 0),
      FrameBytes.windowUpdate(0, 1)
    };
    for (byte[] flood : floods) {
      try (var client = new ClientUnderTest(9)) {
        client.call().send(GET, Body.empty());
        client.receive(client.frames.headers(1, false, ":status=200"));
        for (int i = 0; i < 2_000 && !client.role.connection().isOver(); i++) {
          client.receive(flood);
        }
        assertThat(client.role.connection().isOver()).isTrue();
      }
    }
  }
}
