package dev.varve.http.h2;

import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.http.Body;
import dev.varve.http.Request;
import dev.varve.http.h2.frame.ErrorCode;
import dev.varve.http.h2.frame.FrameType;
import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The client's side of a connection, bytes in and bytes out.
class ClientTest {
  private final ClientUnderTest client = new ClientUnderTest(2);
  private final FrameBytes frames = client.frames;

  @AfterEach
  void givesEverythingBack() {
    client.close();
  }

  @Test
  void sendsARequestAndTakesTheAnswer() {
    var call = client.call();
    assertThat(call.send(Request.get("a.test", "/x"), Body.empty()))
        .containsExactly("HEADERS 1 END :method=GET|:scheme=http|:path=/x|:authority=a.test");
    client.receive(
        frames.headers(1, false, ":status=103|link=x"),
        frames.headers(1, false, ":status=200|content-length=2"),
        FrameBytes.data(1, FrameType.END_STREAM, "hi"));
    assertThat(call.log).containsExactly("103", "200", "ended");
    assertThat(call.notes.data).hasToString("hi");
  }

  @Test
  void keepsAnAnswerThatIsReadLate() {
    var call = client.call();
    call.reading = false;
    call.send(Request.get("a.test", "/"), Body.empty());
    client.receive(
        frames.headers(1, false, ":status=200"), FrameBytes.data(1, FrameType.END_STREAM, "late"));
    assertThat(call.log).containsExactly("200");
    assertThat(client.role.room()).isEqualTo(2);
    call.read();
    assertThat(call.notes.data).hasToString("late");
    assertThat(call.log).containsExactly("200", "ended");
  }

  @Test
  void sendsBodiesWithinTheWindow() {
    var call = client.call();
    List<String> sent =
        call.send(Request.get("a.test", "/").set("POST", "/"), Body.of(new byte[70_000]));
    assertThat(sent.getFirst())
        .isEqualTo(
            "HEADERS 1 :method=POST|:scheme=http|:path=/|:authority=a.test|content-length=70000");
    assertThat(sent.getLast()).startsWith("DATA 1 ");
    assertThat(client.receive(FrameBytes.windowUpdate(1, 9_000), FrameBytes.windowUpdate(0, 9_000)))
        .last()
        .asString()
        .startsWith("DATA 1 END");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "8.3.2 no status; content-length=0",
        "8.3.2 bad status; :status=99",
        "8.3.2 status of four digits; :status=2000",
        "8.3.2 status twice; :status=200|:status=200",
        "8.3 pseudo-header of requests; :status=200|:path=/",
        "8.3 status behind a field; x=y|:status=200",
        "8.2.2 Connection; :status=200|connection=close",
        "8.2.2 Transfer-Encoding; :status=200|transfer-encoding=chunked",
        "8.6 switching protocols; :status=101",
        "8.1.1 two lengths; :status=200|content-length=1|content-length=2",
      })
  void refusesAnswers(String rule, String lines) {
    var call = client.call();
    call.send(Request.get("a.test", "/"), Body.empty());
    assertThat(client.receive(frames.headers(1, false, lines)))
        .as(rule)
        .containsExactly("RESET 1 PROTOCOL_ERROR");
    assertThat(call.log).containsExactly("BAD", "ended");
  }

  @Test
  void refusesAnswersOfAnotherLengthThanSaid() {
    // RFC 9113 8.1.1, security F9.
    var call = client.call();
    call.send(Request.get("a.test", "/"), Body.empty());
    assertThat(
            client.receive(
                frames.headers(1, false, ":status=200|content-length=3"),
                FrameBytes.data(1, FrameType.END_STREAM, "hi")))
        .containsExactly("RESET 1 PROTOCOL_ERROR");
    assertThat(call.notes.failure).isNotNull();
    assertThat(call.log).containsExactly("200", "ended");
  }

  @Test
  void takesAnswersToHeadWithoutABody() {
    var call = client.call();
    call.send(Request.get("a.test", "/").set("HEAD", "/"), Body.empty());
    client.receive(frames.headers(1, true, ":status=200|content-length=99"));
    assertThat(call.log).containsExactly("200", "ended");
  }

  @Test
  void tellsWhatTheOriginDidNotLookAt() {
    // RFC 9113 8.7.
    var first = client.call();
    var second = client.call();
    first.send(Request.get("a.test", "/"), Body.empty());
    second.send(Request.get("a.test", "/"), Body.empty());
    assertThat(client.role.room()).isZero();
    client.receive(
        FrameBytes.frame(
            FrameType.GOAWAY, 0, 0, ByteBuffer.allocate(8).putInt(1).putInt(0).array()));
    assertThat(second.log).containsExactly("UNPROCESSED", "ended");
    assertThat(client.role.isRetired()).isTrue();
    client.receive(frames.headers(1, true, ":status=200"));
    assertThat(first.log).containsExactly("200", "ended");
  }

  @Test
  void tellsRefusedStreams() {
    var call = client.call();
    call.send(Request.get("a.test", "/"), Body.empty());
    client.receive(FrameBytes.reset(1, ErrorCode.REFUSED_STREAM));
    assertThat(call.log).containsExactly("UNPROCESSED", "ended");
    var other = client.call();
    other.send(Request.get("a.test", "/"), Body.empty());
    client.receive(FrameBytes.reset(3, ErrorCode.INTERNAL_ERROR));
    assertThat(other.log).containsExactly("BROKEN", "ended");
  }

  @Test
  void resetsWhatIsCancelled() {
    var call = client.call();
    call.send(Request.get("a.test", "/"), Body.empty());
    client.receive(frames.headers(1, false, ":status=200"));
    call.cancel();
    assertThat(client.receive()).containsExactly("RESET 1 CANCEL");
    assertThat(client.receive(FrameBytes.data(1, 0, "late"))).isEmpty();
    assertThat(call.log).containsExactly("200", "ended");
  }

  @Test
  void tunnelsOnlyWhenTheOriginAgrees() {
    // Security F7.
    var call = client.call();
    var connect = Request.get("a.test:443", "/").set("CONNECT", "a.test:443");
    assertThat(call.send(connect, Body.of("raw")))
        .containsExactly("HEADERS 1 :method=CONNECT|:authority=a.test:443");
    assertThat(client.receive(frames.headers(1, false, ":status=200")))
        .containsExactly("DATA 1 END raw");
    var refused = client.call();
    refused.send(connect, Body.of("raw"));
    assertThat(client.receive(frames.headers(3, true, ":status=403")))
        .containsExactly("DATA 3 END ");
  }

  @Test
  void allowsNoPush() {
    // RFC 9113 8.4.
    assertThat(
            client.receive(FrameBytes.frame(FrameType.PUSH_PROMISE, 4, 1, new byte[] {0, 0, 0, 2})))
        .containsExactly("GOAWAY 0 PROTOCOL_ERROR");
  }

  @Test
  void refusesStreamsNobodyOpened() {
    assertThat(client.receive(frames.headers(2, true, ":status=200")))
        .containsExactly("GOAWAY 0 PROTOCOL_ERROR");
  }
}
