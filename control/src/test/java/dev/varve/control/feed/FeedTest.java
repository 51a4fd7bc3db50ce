package dev.varve.control.feed;

import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.base.json.Json;
import dev.varve.http.Body;
import dev.varve.http.BodyFailure;
import dev.varve.http.BodyReader;
import dev.varve.http.Fields;
import dev.varve.http.net.Loop;
import dev.varve.http.net.Loops;
import dev.varve.http.server.HttpServer;
import dev.varve.http.server.ListenerOptions;
import dev.varve.http.websocket.WebSocket;
import dev.varve.store.Store;
import dev.varve.store.Version;
import dev.varve.store.Watch;
import dev.varve.store.local.LocalStore;
import dev.varve.testkit.Await;
import dev.varve.testkit.RawClient;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// What followers of one feed share, and what is kept for those who are slow.
final class FeedTest {
  private static final int PADDING = 1000;
  private static final int PIECE = 64 << 10;

  private final Loops loops = Loops.start(1);
  private final Loop loop = loops.get(0);
  private final Store store = LocalStore.inMemory();
  private final Feeds feeds = new Feeds(store);

  @AfterEach
  void close() {
    feeds.close();
    loops.close();
    store.close();
  }

  /// A line for each version: its seq and what makes it long.
  private record Lines(boolean framed) implements EventText {
    @Override
    public byte[] greeting(long from) {
      return ("from " + from + "\n").getBytes(StandardCharsets.US_ASCII);
    }

    @Override
    public void write(Version version, OutputStream out) throws IOException {
      byte[] line =
          (version.seq() + " " + "x".repeat(PADDING) + "\n").getBytes(StandardCharsets.US_ASCII);
      out.write(framed ? WebSocket.message(line) : line);
    }

    @Override
    public byte[] compacted(long seq) {
      return ("compacted " + seq + "\n").getBytes(StandardCharsets.US_ASCII);
    }

    @Override
    public byte[] idle(long next) {
      return new byte[0];
    }

    @Override
    public boolean isDivisible() {
      return !framed;
    }
  }

  private static Feeds.Topic topic(long from, boolean framed) {
    return new Feeds.Topic("n", Watch.Spec.of("n").from(from), new Lines(framed));
  }

  /// Keeps the lines' numbers; pauses its body whenever something came, if it is slow.
  private final class Reader implements BodyReader {
    final List<Long> seqs = new ArrayList<>();
    final Set<Integer> buffers = new HashSet<>();
    private final StringBuilder part = new StringBuilder();
    private final Body body;
    private volatile boolean slow;
    private volatile long last;

    Reader(long from, boolean slow) {
      this.slow = slow;
      body = feeds.body(topic(from, false), loop, () -> {});
      loop.execute(() -> body.read(this));
    }

    @Override
    public void data(ByteBuffer lent) {
      if (lent.isDirect()) {
        buffers.add(System.identityHashCode(lent));
      }
      part.append(StandardCharsets.US_ASCII.decode(lent));
      for (int end = part.indexOf("\n"); end >= 0; end = part.indexOf("\n")) {
        String line = part.substring(0, end);
        part.delete(0, end + 1);
        if (!line.startsWith("from")) {
          last = Long.parseLong(line.substring(0, line.indexOf(' ')));
          seqs.add(last);
        }
      }
      if (slow) {
        body.pause();
      }
    }

    @Override
    public void end(Fields trailers) {
      last = -1;
    }

    @Override
    public void failed(BodyFailure cause) {
      last = -2;
    }

    void quicken() {
      loop.execute(() -> {
        slow = false;
        body.resume();
      });
    }
  }

  private long write(int documents) {
    long last = 0;
    for (int i = 0; i < documents; i++) {
      last = store.put("n", "k" + i % 5, Json.of(i)).version().seq();
    }
    return last;
  }

  private static List<Long> between(long from, long to) {
    return LongStream.rangeClosed(from, to).boxed().toList();
  }

  @Test
  void readersAtTheSamePlaceAreLentTheSameBytes() {
    long from = write(1) + 1;
    var one = new Reader(from, false);
    var other = new Reader(from, false);
    long last = write(400);
    Await.until("both have all", () -> one.last == last && other.last == last);

    assertThat(one.seqs).isEqualTo(between(from, last));
    assertThat(other.seqs).isEqualTo(one.seqs);
    assertThat(other.buffers).hasSize(1).isEqualTo(one.buffers);
  }

  @Test
  void nothingIsKeptForOneThatTakesNothing() {
    long from = write(1) + 1;
    var slow = new Reader(from, true);
    var quick = new Reader(from, false);
    long last = write(3_000);
    Await.until("the quick one has all", () -> quick.last == last);

    assertThat(slow.body.count()).isLessThan(PIECE + 2 * PADDING);
    slow.quicken();
    Await.until("the slow one has all", () -> slow.last == last);
    assertThat(slow.seqs).isEqualTo(between(from, last));
  }

  @Test
  void theEndOfTheFeedsEndsBodies() {
    var reader = new Reader(1, false);
    write(3);
    Await.until("it reads", () -> reader.last > 0);

    feeds.close();

    Await.until("it has ended", () -> reader.last == -1);
  }

  @Tag("slow")
  @Test
  void aWebSocketWhoseClientTakesNothingIsLetGo() throws InterruptedException {
    var gone = new CountDownLatch(1);
    write(40_000);
    var feed = new Feed(from -> store.watch(Watch.Spec.of("n").from(from)), new Lines(true), 1);
    Thread reading = Thread.ofVirtual().start(feed);
    try (var server = new HttpServer(loops)) {
      int port =
          server
              .listen(
                  ListenerOptions.onLoopback(0),
                  exchange ->
                      new FeedSocket(
                              feed, exchange.loop(), 1, gone::countDown, Duration.ofMillis(300))
                          .accept(exchange))
              .port();
      try (var client = RawClient.connect(port)) {
        client.send(
            "GET / HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n");

        assertThat(gone.await(20, TimeUnit.SECONDS)).isTrue();
      }
    } finally {
      feed.stop();
      reading.join();
    }
  }
}
