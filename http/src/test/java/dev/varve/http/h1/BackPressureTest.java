package dev.varve.http.h1;

import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.http.Body;
import dev.varve.http.BodyReader;
import dev.varve.http.Fields;
import dev.varve.http.Handler;
import dev.varve.http.ProxyHandler;
import dev.varve.http.TestServer;
import dev.varve.http.client.Origin;
import dev.varve.http.net.Loop;
import dev.varve.http.net.Loops;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// A slow reader holds its sender up instead of filling memory.
class BackPressureTest {
  private static final long LENGTH = 256L << 20;
  private static final String GET = "GET / HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n";

  /// As many bytes as anybody takes, counted.
  private static final class Endless implements Body {
    private final AtomicLong given;
    private final ByteBuffer piece = ByteBuffer.allocateDirect(16 * 1024);
    private @Nullable BodyReader reader;
    private boolean paused;
    private boolean pushing;

    Endless(AtomicLong given) {
      this.given = given;
    }

    @Override
    public long length() {
      return LENGTH;
    }

    @Override
    public void read(BodyReader to) {
      reader = to;
      push();
    }

    private void push() {
      if (pushing) {
        return;
      }
      pushing = true;
      while (reader != null && !paused && given.get() < LENGTH) {
        given.addAndGet(piece.capacity());
        reader.data(piece.clear());
      }
      pushing = false;
      if (reader != null && given.get() == LENGTH) {
        reader.end(new Fields());
      }
    }

    @Override
    public void pause() {
      paused = true;
    }

    @Override
    public void resume() {
      paused = false;
      push();
    }

    @Override
    public void cancel() {
      reader = null;
    }

    @Override
    public long count() {
      return given.get();
    }
  }

  private static int chunks(TestServer server) throws Exception {
    Loop loop = server.loops().get(0);
    var chunks = new CompletableFuture<Integer>();
    loop.execute(() -> chunks.complete(loop.chunksOut()));
    return chunks.get();
  }

  /// 256 MiB to a client that stops reading, through a proxy: what is on its way is in the kernel's
  /// buffers, and the server and the proxy hold less than 1 MiB.
  @ParameterizedTest
  @EnumSource(Loops.Kind.class)
  void holdsTheSourceUpWhenTheClientDoesNotRead(Loops.Kind kind) throws Exception {
    var given = new AtomicLong();
    Handler endless = exchange -> exchange.respond(exchange.response(), new Endless(given));
    try (var upstream = TestServer.start(kind, endless);
        var proxy =
            TestServer.start(kind, new ProxyHandler(Origin.http("127.0.0.1", upstream.port())));
        Socket socket = proxy.connect()) {
      TestServer.write(socket, GET);
      TestServer.readUntil(socket, "\r\n\r\n");
      long before = -1;
      while (given.get() != before) {
        before = given.get();
        // Whole exchanges of other connections on both loops come between two looks.
        for (int i = 0; i < 20; i++) {
          chunks(proxy);
          chunks(upstream);
        }
      }
      assertThat(given.get()).isLessThan(64L << 20);
      assertThat((chunks(proxy) + chunks(upstream)) * Loop.CHUNK_BYTES).isLessThan(1 << 20);

      long rest = 0;
      byte[] buffer = new byte[1 << 20];
      for (int read = socket.getInputStream().read(buffer);
          read >= 0;
          read = socket.getInputStream().read(buffer)) {
        rest += read;
      }
      assertThat(rest).isEqualTo(LENGTH);
      assertThat(chunks(proxy) + chunks(upstream)).isZero();
    }
  }
}
