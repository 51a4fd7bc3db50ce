package dev.varve.http.h2;

import dev.varve.http.Body;
import dev.varve.http.Request;
import dev.varve.http.Response;
import dev.varve.http.fuzz.Pieces;
import dev.varve.http.h2.ServerUnderTest.CountingChunks;
import dev.varve.http.h2.ServerUnderTest.Notes;
import dev.varve.http.h2.frame.Preface;
import dev.varve.http.hpack.HpackFuzz;
import dev.varve.testkit.FakeClock;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;

/// Any octets as what an origin of HTTP/2 says to three requests: each ends once, with the same
/// outcome whatever packets they come in, and every buffer is given back.
public final class UpstreamFuzz {
  private UpstreamFuzz() {}

  /// Called by Jazzer.
  public static void fuzzerTestOneInput(byte[] input) {
    byte[] frames = HostileFrames.of(input);
    Pieces.same(ask(Pieces.whole(frames)), ask(Pieces.torn(frames)));
  }

  private static String ask(List<ByteBuffer> pieces) {
    var chunks = new CountingChunks();
    var role =
        new ClientRole(
            new Workbench(chunks, new FakeClock(), 1_024, 16), 1_024, 16, () -> {}, () -> {});
    role.start();
    role.connection().receive(ByteBuffer.wrap(FrameBytes.settings()));
    var calls =
        List.of(
            new Call(role, Request.get("a.test", "/"), Body.empty()),
            new Call(role, Request.get("a.test", "/").set("POST", "/"), Body.of("some body")),
            new Call(role, Request.get("a.test", "/").set("HEAD", "/"), Body.empty()));
    for (ByteBuffer each : pieces) {
      role.connection().receive(each);
    }
    String said = HostileFrames.essence(new FrameText().read(written(role)));
    role.disconnected("the fuzzer ends");
    if (chunks.out() != 0 || !calls.stream().allMatch(each -> each.ends == 1)) {
      throw new AssertionError("chunks out: " + chunks.out() + ", calls: " + calls);
    }
    return calls + said;
  }

  private static byte[] written(ClientRole role) {
    var out = new ByteArrayOutputStream();
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
    byte[] preface = Preface.octets();
    return Arrays.copyOfRange(out.toByteArray(), preface.length, out.size());
  }

  /// One request, and what became of it.
  private static final class Call implements H2Upstream.Listener {
    private final StringBuilder log = new StringBuilder();
    private final Notes notes = new Notes();
    private int ends;

    Call(ClientRole role, Request request, Body body) {
      new ClientExchange(role, request, this).send(body);
    }

    @Override
    public void informed(Response interim) {
      log.append(interim.status()).append('\n');
    }

    @Override
    public void response(Response response, Body body) {
      HpackFuzz.writable(response.fields());
      log.append(response.status()).append('\n').append(response.fields());
      body.read(notes);
    }

    @Override
    public void failed(H2Upstream.Fault fault, String reason) {
      log.append(fault).append('\n');
    }

    @Override
    public void ended() {
      ends++;
    }

    @Override
    public String toString() {
      // Of a body that breaks off more or less may have been given before.
      return log + (notes.failure == null ? "[" + notes.data + "] " + notes.trailers : "broken");
    }
  }
}
