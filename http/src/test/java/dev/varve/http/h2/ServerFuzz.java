package dev.varve.http.h2;

import dev.varve.http.Exchange;
import dev.varve.http.Handler;
import dev.varve.http.ServerLimits;
import dev.varve.http.fuzz.Pieces;
import dev.varve.http.hpack.HpackFuzz;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/// Any octets behind the settings of a client of HTTP/2: the same requests and frames whatever
/// packets they come in, what passes is fit for HTTP/1.1, and every buffer is given back.
public final class ServerFuzz {
  private ServerFuzz() {}

  /// Called by Jazzer.
  public static void fuzzerTestOneInput(byte[] input) {
    byte[] frames = HostileFrames.of(input);
    Pieces.same(serve(Pieces.whole(frames)), serve(Pieces.torn(frames)));
  }

  private static String serve(List<ByteBuffer> pieces) {
    var asked = new ArrayList<String>();
    Handler echo =
        exchange -> {
          HpackFuzz.writable(exchange.request().fields());
          asked.add(exchange.request().method() + " " + exchange.request().target());
          answer(exchange);
        };
    try (var server =
        new ServerUnderTest(Pieces.loop(), echo, ServerLimits.DEFAULT.withHead(1_024, 16))) {
      server.send(FrameBytes.settings());
      for (ByteBuffer each : pieces) {
        server.role.connection().receive(each);
      }
      return asked + "\n" + HostileFrames.essence(server.received());
    }
  }

  private static void answer(Exchange exchange) {
    if (exchange.request().isConnect() || exchange.request().protocol() != null) {
      exchange.tunnel(exchange.response(), exchange.body());
    } else {
      exchange.respond(exchange.response(), exchange.body());
    }
  }
}
