package dev.varve.http.soak;

import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.http.Body;
import dev.varve.http.ServerLimits;
import dev.varve.http.ServerTimeouts;
import dev.varve.http.TestServer;
import dev.varve.http.net.Loops;
import dev.varve.testkit.Await;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Clients that send their heads byte by byte are cheap, and others do not notice them (security
/// R4).
@Tag("slow")
class SlowHeadsTest {
  private static final System.Logger LOG = System.getLogger(SlowHeadsTest.class.getName());
  private static final int CROWD = 10_000;
  private static final int SAMPLES = 2_000;
  private static final long KIB_MOST = 200 * 1024;

  @Test
  void tenThousandSlowHeadsCostLittleAndOthersDoNotNotice() throws Exception {
    var limits = ServerLimits.DEFAULT.withConnections(100_000, 100_000);
    var timeouts = ServerTimeouts.DEFAULT.withHead(Duration.ofMinutes(5));
    try (var server =
        TestServer.start(
            Loops.start(2),
            exchange -> exchange.respond(exchange.response(), Body.of("hello")),
            options -> options.withLimits(limits).withTimeouts(timeouts))) {
      p99Micros(server);
      long alone = p99Micros(server);
      long before = residentKib();
      try (var _ = Crowd.of(CROWD, server.port(), Crowd.Talk.SLOW_HEAD)) {
        Await.within(Duration.ofSeconds(60), () -> server.listener().connections() >= CROWD);
        long crowded = p99Micros(server);
        long cost = residentKib() - before;
        LOG.log(
            System.Logger.Level.INFO,
            CROWD
                + " slow heads cost "
                + cost
                + " KiB; p99 "
                + alone
                + " us alone, "
                + crowded
                + " us with them");
        assertThat(server.listener().connections()).isGreaterThanOrEqualTo(CROWD);
        assertThat(cost).isLessThan(KIB_MOST);
        assertThat(crowded).isLessThan(alone * 2 + 5_000);
      }
    }
  }

  /// Of requests on one kept connection, some hundred a second.
  private static long p99Micros(TestServer server) throws IOException {
    var micros = new long[SAMPLES];
    try (Socket socket = server.connect()) {
      for (int i = 0; i < SAMPLES; i++) {
        long begun = System.nanoTime();
        TestServer.write(socket, "GET / HTTP/1.1\r\nHost: h\r\n\r\n");
        TestServer.readUntil(socket, "hello");
        micros[i] = (System.nanoTime() - begun) / 1_000;
        LockSupport.parkNanos(1_000_000);
      }
    }
    Arrays.sort(micros);
    return micros[SAMPLES * 99 / 100];
  }

  private static long residentKib() {
    System.gc();
    try {
      for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
        if (line.startsWith("VmRSS:")) {
          return Long.parseLong(line.replaceAll("[^0-9]", ""));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    throw new IllegalStateException("Linux must tell VmRSS");
  }
}
