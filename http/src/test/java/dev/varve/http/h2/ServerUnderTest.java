package dev.varve.http.h2;

import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.http.Body;
import dev.varve.http.BodyFailure;
import dev.varve.http.BodyReader;
import dev.varve.http.Exchange;
import dev.varve.http.Fields;
import dev.varve.http.Handler;
import dev.varve.http.Peer;
import dev.varve.http.ServerLimits;
import dev.varve.http.ServerTimeouts;
import dev.varve.http.TlsFacts;
import dev.varve.http.h2.frame.Chunks;
import dev.varve.http.net.Loop;
import dev.varve.http.net.Loops;
import dev.varve.testkit.FakeClock;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// The server's side of a connection without sockets: frames in, frames out as text, the clock in
/// hand. Closing checks that every chunk was given back.
final class ServerUnderTest implements AutoCloseable {
  static final String GET = ":method=GET|:scheme=http|:path=/|:authority=varve.test";
  static final String POST = ":method=POST|:scheme=http|:path=/|:authority=varve.test";

  private static @Nullable Loops loops;

  final FakeClock clock = new FakeClock();
  final FrameBytes frames = new FrameBytes();
  final FrameText text = new FrameText();
  final List<String> log = new ArrayList<>();
  final List<Exchange> exchanges = new ArrayList<>();
  final ServerRole role;
  private final CountingChunks chunks = new CountingChunks();
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private int room = Integer.MAX_VALUE;

  /// Starts the loop that all servers of a test class share; [#shut] ends it.
  static void open() {
    loops = Loops.start(1);
  }

  static void shut() {
    Objects.requireNonNull(loops).close();
    loops = null;
  }

  ServerUnderTest(Handler handler) {
    this(handler, ServerLimits.DEFAULT);
  }

  ServerUnderTest(Handler handler, ServerLimits limits) {
    this(Objects.requireNonNull(loops, "open() comes first").next(), handler, limits);
  }

  ServerUnderTest(Loop loop, Handler handler, ServerLimits limits) {
    Handler noted =
        exchange -> {
          exchanges.add(exchange);
          handler.handle(exchange);
        };
    var parts =
        new ServerRole.Parts(
            loop, noted, limits, ServerTimeouts.DEFAULT, new ArrayDeque<ServerExchange>());
    role =
        new ServerRole(
            parts,
            new Workbench(chunks, clock, limits.headBytes(), limits.headFields()),
            new NoPeer(),
            (reason, status) -> log.add(status + " " + reason),
            () -> {});
    role.start();
  }

  /// A server that greets, with its settings exchanged.
  static ServerUnderTest greeting() {
    return started(exchange -> exchange.respond(exchange.response(), Body.of("hi")));
  }

  static ServerUnderTest started(Handler handler) {
    return started(handler, ServerLimits.DEFAULT);
  }

  static ServerUnderTest started(Handler handler, ServerLimits limits) {
    var server = new ServerUnderTest(handler, limits);
    assertThat(server.send(FrameBytes.settings()))
        .containsExactly("SETTINGS", "WINDOW 0 983041", "SETTINGS ACK");
    return server;
  }

  /// The transport takes only so many octets more.
  void room(int octets) {
    room = octets;
  }

  /// Gives frames to the server and says what it sends.
  List<String> send(byte[]... bytes) {
    for (byte[] each : bytes) {
      role.connection().receive(ByteBuffer.wrap(each));
    }
    return received();
  }

  List<String> get(int stream) {
    return send(frames.headers(stream, true, GET));
  }

  /// What the server sent since the last time.
  List<String> received() {
    try {
      role.connection().write(this::take);
    } catch (IOException cause) {
      throw new UncheckedIOException(cause);
    }
    byte[] bytes = out.toByteArray();
    out.reset();
    return text.read(bytes);
  }

  List<String> after(Duration span) {
    clock.advance(span);
    role.sweep(clock.nanos());
    return received();
  }

  private void take(ByteBuffer[] buffers, int count) {
    for (int i = 0; i < count; i++) {
      ByteBuffer each = buffers[i];
      var piece = new byte[Math.min(room, each.remaining())];
      each.get(piece);
      out.writeBytes(piece);
      room -= room == Integer.MAX_VALUE ? 0 : piece.length;
    }
  }

  @Override
  public void close() {
    role.disconnected("test ends");
    assertThat(chunks.out).as("chunks not given back").isZero();
  }

  /// Notes what it is given.
  static final class Notes implements BodyReader {
    final StringBuilder data = new StringBuilder();
    @Nullable String trailers;
    @Nullable BodyFailure failure;

    @Override
    public void data(ByteBuffer lent) {
      while (lent.hasRemaining()) {
        data.append((char) lent.get());
      }
    }

    @Override
    public void end(Fields last) {
      trailers = last.toString();
    }

    @Override
    public void failed(BodyFailure cause) {
      failure = cause;
    }
  }

  /// Room on the heap that counts what is out.
  static final class CountingChunks implements Chunks {
    private int out;

    int out() {
      return out;
    }

    @Override
    public ByteBuffer take() {
      out++;
      return ByteBuffer.allocate(16 * 1024);
    }

    @Override
    public void give(ByteBuffer chunk) {
      out--;
    }
  }

  private record NoPeer() implements Peer {
    @Override
    public SocketAddress remote() {
      return new InetSocketAddress(InetAddress.getLoopbackAddress(), 1);
    }

    @Override
    public Peer.Address address() {
      return Peer.Address.of(remote());
    }

    @Override
    public SocketAddress local() {
      return remote();
    }

    @Override
    public String scheme() {
      return "http";
    }

    @Override
    public @Nullable TlsFacts tls() {
      return null;
    }
  }
}
