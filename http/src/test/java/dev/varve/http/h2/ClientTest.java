package dev.varve.http.h2;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.http.Body;
import dev.varve.http.Request;
import dev.varve.http.Response;
import dev.varve.http.h2.ServerUnderTest.Notes;
import dev.varve.testkit.FakeClock;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The client's side of a connection, bytes in and bytes out.
class ClientTest {
  private final FrameBytes frames = new FrameBytes();
  private final FrameText text = new FrameText();
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private int chunksOut;
  private ClientRole role = client();

  private ClientRole client() {
    return new ClientRole(
        new Workbench(new Counting(), new FakeClock(), 32768), 32768, 128, () -> {}, () -> {});
  }

  @BeforeEach
  void exchangesSettings() {
    role.start();
    write();
    byte[] first = out.toByteArray();
    out.reset();
    assertThat(Arrays.copyOf(first, 24)).isEqualTo(Preface.octets());
    assertThat(text.read(Arrays.copyOfRange(first, 24, first.length)))
        .containsExactly("SETTINGS", "WINDOW 0 33488897");
    assertThat(receive(FrameBytes.settings(PeerSettings.MAX_CONCURRENT_STREAMS, 2)))
        .containsExactly("SETTINGS ACK");
  }

  @AfterEach
  void givesEverythingBack() {
    role.disconnected("test ends");
    assertThat(chunksOut).isZero();
  }

  @Test
  void sendsARequestAndTakesTheAnswer() {
    var call = new Call();
    assertThat(call.send(Request.get("a.test", "/x"), Body.empty()))
        .containsExactly("HEADERS 1 END :method=GET|:scheme=http|:path=/x|:authority=a.test");
    receive(
        frames.headers(1, false, ":status=103|link=x"),
        frames.headers(1, false, ":status=200|content-length=2"),
        FrameBytes.data(1, FrameType.END_STREAM, "hi"));
    assertThat(call.log).containsExactly("103", "200", "ended");
    assertThat(call.notes.data).hasToString("hi");
  }

  @Test
  void keepsAnAnswerThatIsReadLate() {
    var call = new Call();
    call.reading = false;
    call.send(Request.get("a.test", "/"), Body.empty());
    receive(
        frames.headers(1, false, ":status=200"), FrameBytes.data(1, FrameType.END_STREAM, "late"));
    assertThat(call.log).containsExactly("200");
    assertThat(role.room()).isEqualTo(2);
    call.read();
    assertThat(call.notes.data).hasToString("late");
    assertThat(call.log).containsExactly("200", "ended");
  }

  @Test
  void sendsBodiesWithinTheWindow() {
    var call = new Call();
    List<String> sent =
        call.send(Request.get("a.test", "/").set("POST", "/"), Body.of(new byte[70_000]));
    assertThat(sent.getFirst())
        .isEqualTo(
            "HEADERS 1 :method=POST|:scheme=http|:path=/|:authority=a.test|content-length=70000");
    assertThat(sent.getLast()).startsWith("DATA 1 ");
    assertThat(receive(FrameBytes.windowUpdate(1, 9_000), FrameBytes.windowUpdate(0, 9_000)))
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
    var call = new Call();
    call.send(Request.get("a.test", "/"), Body.empty());
    assertThat(receive(frames.headers(1, false, lines)))
        .as(rule)
        .containsExactly("RESET 1 PROTOCOL_ERROR");
    assertThat(call.log).containsExactly("BAD", "ended");
  }

  @Test
  void refusesAnswersOfAnotherLengthThanSaid() {
    // RFC 9113 8.1.1, security F9.
    var call = new Call();
    call.send(Request.get("a.test", "/"), Body.empty());
    assertThat(
            receive(
                frames.headers(1, false, ":status=200|content-length=3"),
                FrameBytes.data(1, FrameType.END_STREAM, "hi")))
        .containsExactly("RESET 1 PROTOCOL_ERROR");
    assertThat(call.notes.failure).isNotNull();
    assertThat(call.log).containsExactly("200", "ended");
  }

  @Test
  void takesAnswersToHeadWithoutABody() {
    var call = new Call();
    call.send(Request.get("a.test", "/").set("HEAD", "/"), Body.empty());
    receive(frames.headers(1, true, ":status=200|content-length=99"));
    assertThat(call.log).containsExactly("200", "ended");
  }

  @Test
  void tellsWhatTheOriginDidNotLookAt() {
    // RFC 9113 8.7.
    var first = new Call();
    var second = new Call();
    first.send(Request.get("a.test", "/"), Body.empty());
    second.send(Request.get("a.test", "/"), Body.empty());
    assertThat(role.room()).isZero();
    receive(
        FrameBytes.frame(
            FrameType.GOAWAY, 0, 0, ByteBuffer.allocate(8).putInt(1).putInt(0).array()));
    assertThat(second.log).containsExactly("UNPROCESSED", "ended");
    assertThat(role.isRetired()).isTrue();
    receive(frames.headers(1, true, ":status=200"));
    assertThat(first.log).containsExactly("200", "ended");
  }

  @Test
  void tellsRefusedStreams() {
    var call = new Call();
    call.send(Request.get("a.test", "/"), Body.empty());
    receive(FrameBytes.reset(1, ErrorCode.REFUSED_STREAM));
    assertThat(call.log).containsExactly("UNPROCESSED", "ended");
    var other = new Call();
    other.send(Request.get("a.test", "/"), Body.empty());
    receive(FrameBytes.reset(3, ErrorCode.INTERNAL_ERROR));
    assertThat(other.log).containsExactly("BROKEN", "ended");
  }

  @Test
  void resetsWhatIsCancelled() {
    var call = new Call();
    call.send(Request.get("a.test", "/"), Body.empty());
    receive(frames.headers(1, false, ":status=200"));
    call.cancel();
    assertThat(receive()).containsExactly("RESET 1 CANCEL");
    assertThat(receive(FrameBytes.data(1, 0, "late"))).isEmpty();
    assertThat(call.log).containsExactly("200", "ended");
  }

  @Test
  void tunnelsOnlyWhenTheOriginAgrees() {
    // Security F7.
    var call = new Call();
    var connect = Request.get("a.test:443", "/").set("CONNECT", "a.test:443");
    assertThat(call.send(connect, Body.of("raw")))
        .containsExactly("HEADERS 1 :method=CONNECT|:authority=a.test:443");
    assertThat(receive(frames.headers(1, false, ":status=200"))).containsExactly("DATA 1 END raw");
    var refused = new Call();
    refused.send(connect, Body.of("raw"));
    assertThat(receive(frames.headers(3, true, ":status=403"))).containsExactly("DATA 3 END ");
  }

  @Test
  void allowsNoPush() {
    // RFC 9113 8.4.
    assertThat(receive(FrameBytes.frame(FrameType.PUSH_PROMISE, 4, 1, new byte[] {0, 0, 0, 2})))
        .containsExactly("GOAWAY 0 PROTOCOL_ERROR");
  }

  @Test
  void refusesStreamsNobodyOpened() {
    assertThat(receive(frames.headers(2, true, ":status=200")))
        .containsExactly("GOAWAY 0 PROTOCOL_ERROR");
  }

  private List<String> receive(byte[]... bytes) {
    for (byte[] each : bytes) {
      role.connection().receive(ByteBuffer.wrap(each));
    }
    write();
    byte[] sent = out.toByteArray();
    out.reset();
    return text.read(sent);
  }

  private void write() {
    try {
      role.connection()
          .write((buffers, count) -> {
            for (int i = 0; i < count; i++) {
              var piece = new byte[buffers[i].remaining()];
              buffers[i].get(piece);
              out.writeBytes(piece);
            }
          });
    } catch (IOException cause) {
      throw new UncheckedIOException(cause);
    }
  }

  private final class Call implements H2Upstream.Listener {
    final List<String> log = new ArrayList<>();
    final Notes notes = new Notes();
    boolean reading = true;
    @Nullable Body body;
    @Nullable ClientExchange exchange;

    List<String> send(Request request, Body sent) {
      exchange = new ClientExchange(role, request, this);
      exchange.send(sent);
      return receive();
    }

    void read() {
      requireNonNull(body).read(notes);
    }

    void cancel() {
      requireNonNull(exchange).cancel();
    }

    @Override
    public void informed(Response interim) {
      log.add(String.valueOf(interim.status()));
    }

    @Override
    public void response(Response response, Body answer) {
      log.add(String.valueOf(response.status()));
      body = answer;
      if (reading) {
        answer.read(notes);
      }
    }

    @Override
    public void failed(H2Upstream.Fault fault, String reason) {
      log.add(fault.toString());
    }

    @Override
    public void ended() {
      log.add("ended");
    }
  }

  private final class Counting implements Chunks {
    @Override
    public ByteBuffer take() {
      chunksOut++;
      return ByteBuffer.wrap("x".repeat(16_384).getBytes(ISO_8859_1));
    }

    @Override
    public void give(ByteBuffer chunk) {
      chunksOut--;
    }
  }
}
