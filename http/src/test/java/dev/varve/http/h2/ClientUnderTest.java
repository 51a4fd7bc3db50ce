package dev.varve.http.h2;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.http.Body;
import dev.varve.http.Request;
import dev.varve.http.Response;
import dev.varve.http.h2.ServerUnderTest.CountingChunks;
import dev.varve.http.h2.ServerUnderTest.Notes;
import dev.varve.http.h2.frame.PeerSettings;
import dev.varve.http.h2.frame.Preface;
import dev.varve.testkit.FakeClock;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The client's side of a connection without sockets: frames in, frames out as text. Closing checks
/// that every chunk was given back.
final class ClientUnderTest implements AutoCloseable {
  final FrameBytes frames = new FrameBytes();
  final ClientRole role;
  private final FrameText text = new FrameText();
  private final CountingChunks chunks = new CountingChunks();
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  /// A client that said its preface and got settings that allow so many streams.
  ClientUnderTest(int streams) {
    role =
        new ClientRole(
            new Workbench(chunks, new FakeClock(), 32768, 128), 32768, 128, () -> {}, () -> {});
    role.start();
    byte[] first = written();
    assertThat(Arrays.copyOf(first, 24)).isEqualTo(Preface.octets());
    assertThat(text.read(Arrays.copyOfRange(first, 24, first.length)))
        .containsExactly("SETTINGS", "WINDOW 0 33488897");
    assertThat(receive(FrameBytes.settings(PeerSettings.MAX_CONCURRENT_STREAMS, streams)))
        .containsExactly("SETTINGS ACK");
  }

  /// Gives frames to the client and says what it sends.
  List<String> receive(byte[]... bytes) {
    for (byte[] each : bytes) {
      role.connection().receive(ByteBuffer.wrap(each));
    }
    return text.read(written());
  }

  private byte[] written() {
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
    byte[] bytes = out.toByteArray();
    out.reset();
    return bytes;
  }

  Call call() {
    return new Call();
  }

  @Override
  public void close() {
    role.disconnected("test ends");
    assertThat(chunks.out()).as("chunks not given back").isZero();
  }

  /// A request, and what became of it.
  final class Call implements H2Upstream.Listener {
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
}
