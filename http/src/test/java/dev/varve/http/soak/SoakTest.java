package dev.varve.http.soak;

import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.http.Body;
import dev.varve.http.BodyFailure;
import dev.varve.http.BodyReader;
import dev.varve.http.Exchange;
import dev.varve.http.Fields;
import dev.varve.http.ServerLimits;
import dev.varve.http.ServerTimeouts;
import dev.varve.http.TestServer;
import dev.varve.http.net.Loop;
import dev.varve.http.net.Loops;
import dev.varve.testkit.Await;
import java.io.IOException;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Many idle connections, many busy ones, and clients that break off anywhere: what was taken for
/// them is back when they are gone.
class SoakTest {
  private static final long MIB = 1 << 20;
  private static final System.Logger LOG = System.getLogger(SoakTest.class.getName());

  private final LongAdder answered = new LongAdder();
  private final LongAdder aborted = new LongAdder();
  private final AtomicInteger wrong = new AtomicInteger();

  /// What a process holds.
  private record Held(long descriptors, long direct, long heap) {
    static Held now() {
      System.gc();
      System.gc();
      long direct =
          ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
              .filter(pool -> pool.getName().equals("direct"))
              .mapToLong(BufferPoolMXBean::getMemoryUsed)
              .sum();
      long heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
      return new Held(descriptorCount(), direct, heap);
    }

    static long descriptorCount() {
      long count = 0;
      try (DirectoryStream<Path> all = Files.newDirectoryStream(Path.of("/proc/self/fd"))) {
        for (Path _ : all) {
          count++;
        }
      } catch (IOException e) {
        throw new java.io.UncheckedIOException(e);
      }
      return count;
    }

    @Override
    public String toString() {
      return descriptors
          + " descriptors, "
          + direct / 1024
          + " KiB direct, "
          + heap / 1024
          + " KiB heap";
    }
  }

  @Test
  void whatIsTakenComesBack() throws Exception {
    soak(0, 60, Duration.ofMillis(700));
  }

  @Test
  @Tag("slow")
  void tenThousandIdleAndAThousandBusyConnectionsLeaveNothing() throws Exception {
    soak(10_000, 1_000, Duration.ofMinutes(5));
  }

  private void soak(int idle, int busy, Duration span) throws Exception {
    long seed = System.nanoTime();
    LOG.log(System.Logger.Level.INFO, "seed " + seed);
    var timeouts = ServerTimeouts.DEFAULT.withIdle(Duration.ofHours(1));
    var limits = ServerLimits.DEFAULT.withConnections(100_000, 100_000);
    try (var server =
        TestServer.start(
            Loops.start(2),
            SoakTest::echo,
            options -> options.withLimits(limits).withTimeouts(timeouts))) {
      run(server, busy, Duration.ofMillis(300), seed);
      Held before = Held.now();
      if (idle == 0) {
        run(server, busy, span, seed + 1);
      } else {
        try (var _ = Crowd.of(idle, server.port(), Crowd.Talk.ONE_REQUEST)) {
          Await.within(Duration.ofSeconds(60), () -> server.listener().connections() >= idle);
          LOG.log(System.Logger.Level.INFO, "with " + idle + " idle: " + Held.now());
          run(server, busy, span, seed + 1);
          assertThat(server.listener().connections()).isGreaterThanOrEqualTo(idle);
        }
      }
      Await.within(Duration.ofSeconds(10), () -> server.listener().connections() == 0);
      assertThat(server.listener().connections()).isZero();
      Held after = Held.now();
      LOG.log(
          System.Logger.Level.INFO,
          answered
              + " answered, "
              + aborted
              + " broken off; before "
              + before
              + "; after "
              + after);
      assertThat(wrong).hasValue(0);
      assertThat(answered.sum()).isPositive();
      assertThat(aborted.sum()).isPositive();
      assertThat(after.descriptors()).isLessThanOrEqualTo(before.descriptors() + 4);
      assertThat(after.direct()).isLessThan(before.direct() + 12 * MIB);
      assertThat(after.heap()).isLessThan(before.heap() + 16 * MIB);
      for (Loop loop : server.loops().all()) {
        assertThat(on(loop)).isZero();
      }
    }
  }

  /// Answers with as many bytes as came.
  private static void echo(Exchange exchange) {
    Body body = exchange.body();
    body.read(
        new BodyReader() {
          @Override
          public void data(ByteBuffer lent) {
            lent.position(lent.limit());
          }

          @Override
          public void end(Fields trailers) {
            exchange.respond(exchange.response(), Body.of(new byte[(int) body.count()]));
          }

          @Override
          public void failed(BodyFailure cause) {}
        });
  }

  private static int on(Loop loop) {
    var out = new CompletableFuture<Integer>();
    loop.execute(() -> out.complete(loop.chunksOut()));
    return out.join();
  }

  private void run(TestServer server, int clients, Duration span, long seed)
      throws InterruptedException {
    long end = System.nanoTime() + span.toNanos();
    List<Thread> all = new ArrayList<>();
    for (int i = 0; i < clients; i++) {
      var chance = new SplittableRandom(seed + i);
      all.add(Thread.ofVirtual().start(() -> live(server, chance, end)));
    }
    for (Thread each : all) {
      each.join();
    }
  }

  private void live(TestServer server, SplittableRandom chance, long end) {
    while (System.nanoTime() < end) {
      try (Socket socket = server.connect()) {
        socket.setSoTimeout(30_000);
        int requests = 1 + chance.nextInt(20);
        for (int i = 0; i < requests && System.nanoTime() < end; i++) {
          if (!talk(socket, chance)) {
            break;
          }
          java.util.concurrent.locks.LockSupport.parkNanos(chance.nextLong(400_000_000L));
        }
      } catch (IOException e) {
        wrong.incrementAndGet();
        LOG.log(System.Logger.Level.WARNING, "a client failed", e);
      }
    }
  }

  /// One request; false when it broke off on purpose.
  private boolean talk(Socket socket, SplittableRandom chance) throws IOException {
    String body = "b".repeat(chance.nextInt(chance.nextInt(10) == 0 ? 200_000 : 2_000));
    String request =
        "POST /x HTTP/1.1\r\nHost: h\r\nContent-Length: " + body.length() + "\r\n\r\n" + body;
    if (chance.nextInt(20) == 0) {
      TestServer.write(socket, request.substring(0, chance.nextInt(request.length())));
      socket.setSoLinger(true, chance.nextBoolean() ? 0 : 1);
      aborted.increment();
      return false;
    }
    TestServer.write(socket, request);
    if (chance.nextInt(20) == 0) {
      socket.setSoLinger(true, 0);
      aborted.increment();
      return false;
    }
    readAnswer(socket);
    answered.increment();
    return true;
  }

  private static void readAnswer(Socket socket) throws IOException {
    String head = TestServer.readUntil(socket, "\r\n\r\n");
    int at = head.toLowerCase(java.util.Locale.ROOT).indexOf("content-length: ");
    if (!head.startsWith("HTTP/1.1 200 ") || at < 0) {
      throw new IOException("answer was " + head);
    }
    int length = Integer.parseInt(head.substring(at + 16, head.indexOf('\r', at)));
    if (socket.getInputStream().readNBytes(length).length < length) {
      throw new IOException("answer was cut");
    }
  }
}
