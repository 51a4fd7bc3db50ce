package dev.varve.http.tls;

import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.http.Body;
import dev.varve.http.TestServer;
import dev.varve.http.client.ClientOptions;
import dev.varve.http.client.Origin;
import dev.varve.http.client.OriginTls;
import dev.varve.http.client.TestClient;
import dev.varve.http.net.Loops;
import dev.varve.testkit.SmallAuthority;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Thousands of certificates on one listener, and others in their place while clients come.
class ManyCertificatesTest {
  private static final System.Logger LOG = System.getLogger(ManyCertificatesTest.class.getName());
  private static final SmallAuthority AUTHORITY = new SmallAuthority();

  private static TlsCertificate certificate(String... names) {
    return TlsCertificate.of(AUTHORITY.chain(List.of(names), null), AUTHORITY.key());
  }

  private static String ask(TestClient client, TestServer server, String name) throws Exception {
    var origin = new Origin("https", "127.0.0.1", server.port(), OriginTls.unverified(name));
    return client.get(origin, "/");
  }

  @Test
  @Tag("slow")
  void fiveThousandNamesAreFoundInNoTimeAndLittleSpace() throws Exception {
    var certificates = new ArrayList<TlsCertificate>();
    for (int i = 0; i < 2_500; i++) {
      certificates.add(certificate("n" + i + ".test"));
      certificates.add(certificate("*.w" + i + ".test"));
    }
    long before = used();
    var tls = new ServerTls(TlsPolicy.DEFAULT, certificates);
    long table = used() - before;
    long begun = System.nanoTime();
    int rounds = 200;
    for (int round = 0; round < rounds; round++) {
      for (int i = 0; i < 2_500; i++) {
        assertThat(tls.knows("n" + i + ".test")).isTrue();
        assertThat(tls.knows("x.w" + i + ".test")).isTrue();
      }
    }
    long lookup = (System.nanoTime() - begun) / (rounds * 5_000L);
    try (var server =
            TestServer.start(
                Loops.best(),
                exchange -> exchange.respond(exchange.response(), Body.of("hi")),
                options -> options.withTls(tls));
        var client = new TestClient(Loops.best(), ClientOptions.DEFAULT)) {
      for (int i = 0; i < 2_500; i += 10) {
        assertThat(ask(client, server, "n" + i + ".test")).isEqualTo("200 hi");
      }
    }
    LOG.log(
        System.Logger.Level.INFO,
        "5,000 names: "
            + table / 1024
            + " KiB of table, "
            + lookup
            + " ns a lookup with its check");
    assertThat(table).isLessThan(20L << 20);
    assertThat(lookup).isLessThan(5_000);
  }

  private static long used() {
    System.gc();
    return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
  }

  @Test
  void certificatesAreReplacedWhileClientsComeAndNoneFails() throws Exception {
    TlsCertificate kept = certificate("kept.test");
    var tls = new ServerTls(TlsPolicy.DEFAULT, List.of(kept, certificate("changed.test")));
    var over = new AtomicBoolean();
    try (var server =
            TestServer.start(
                Loops.best(),
                exchange -> exchange.respond(exchange.response(), Body.of("hi")),
                options -> options.withTls(tls));
        var client = new TestClient(Loops.best(), ClientOptions.DEFAULT)) {
      var replacing =
          CompletableFuture.runAsync(() -> {
            while (!over.get()) {
              tls.replace(List.of(kept, certificate("changed.test")));
            }
          });
      for (int i = 0; i < 100; i++) {
        String name = i % 2 == 0 ? "kept.test" : "changed.test";
        var origin = new Origin("https", "127.0.0.1", server.port(), OriginTls.unverified(name));
        assertThat(client.get(origin, "/")).isEqualTo("200 hi");
      }
      over.set(true);
      replacing.join();
    }
  }
}
