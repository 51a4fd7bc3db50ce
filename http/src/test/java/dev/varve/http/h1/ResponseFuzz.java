package dev.varve.http.h1;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.varve.http.Body;
import dev.varve.http.BodyFailure;
import dev.varve.http.BodyReader;
import dev.varve.http.Fields;
import dev.varve.http.Request;
import dev.varve.http.Response;
import dev.varve.http.fuzz.Pieces;
import dev.varve.http.net.MemoryTransport;
import java.nio.ByteBuffer;
import java.util.List;

/// Any bytes as an origin's answer over HTTP/1.1: read the same whatever packets they come in, and
/// nothing of a connection that broke the rules is used again.
public final class ResponseFuzz {
  private ResponseFuzz() {}

  /// Called by Jazzer.
  public static void fuzzerTestOneInput(byte[] input) {
    for (String method : List.of("GET", "HEAD")) {
      Pieces.same(ask(method, Pieces.whole(input)), ask(method, Pieces.torn(input)));
    }
  }

  private static String ask(String method, List<ByteBuffer> pieces) {
    var notes = new Notes();
    var transport = new MemoryTransport(Pieces.loop());
    var upstream = new H1Upstream(transport, 1_024, 16, _ -> {});
    transport.turn(() -> {
      transport.start(upstream);
      upstream.send(Request.get("a.test", "/").set(method, "/"), Body.empty(), notes);
    });
    for (ByteBuffer each : pieces) {
      transport.send(each);
    }
    boolean reused = transport.isOpen();
    transport.sendEnd();
    if (!notes.over) {
      throw new AssertionError("exchange must end with its connection: " + notes.text);
    }
    if (notes.failed && reused && notes.endedWell) {
      throw new AssertionError("connection must close after " + notes.text);
    }
    return notes.text.toString();
  }

  /// Writes down what it is told.
  private static final class Notes implements H1Upstream.Listener, BodyReader {
    private final StringBuilder text = new StringBuilder();
    private boolean over;
    private boolean failed;
    private boolean endedWell;

    @Override
    public void informed(Response interim) {
      text.append("interim ").append(interim.status()).append('\n');
    }

    @Override
    public void response(Response response, Body body) {
      text.append(response.status()).append('\n').append(response.fields());
      body.read(this);
    }

    @Override
    public void failed(H1Upstream.Fault fault, String reason) {
      text.append(fault).append('\n');
      over = true;
      failed = true;
    }

    @Override
    public void ended(boolean reusable) {
      over = true;
      endedWell = reusable;
    }

    @Override
    public void data(ByteBuffer lent) {
      text.append(ISO_8859_1.decode(lent));
    }

    @Override
    public void end(Fields trailers) {
      text.append("end ").append(trailers);
    }

    @Override
    public void failed(BodyFailure cause) {
      text.append("failed ").append(cause.kind());
      failed = true;
    }
  }
}
