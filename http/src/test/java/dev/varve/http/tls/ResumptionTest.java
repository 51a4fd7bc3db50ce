package dev.varve.http.tls;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.base.Clock;
import dev.varve.http.Body;
import dev.varve.http.Handler;
import dev.varve.http.TestServer;
import dev.varve.http.TlsFacts;
import dev.varve.http.net.Loops;
import dev.varve.testkit.FakeClock;
import dev.varve.testkit.SmallAuthority;
import java.io.ByteArrayInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Sessions taken up again (RFC 5077; RFC 8446, 2.2).
class ResumptionTest {
  private static final SmallAuthority AUTHORITY = new SmallAuthority();
  private static final TlsCertificate WILD =
      TlsCertificate.of(AUTHORITY.chain(List.of("*.wild.test"), null), AUTHORITY.key());
  private static final String A = "a.wild.test";
  private static final String B = "b.wild.test";
  private static final Handler FACTS =
      exchange -> {
        TlsFacts facts = Objects.requireNonNull(exchange.peer().tls());
        String how = facts.resumed() ? "resumed " : "full ";
        exchange.respond(exchange.response(), Body.of(how + facts.clientCertificates().size()));
      };

  @TempDir private Path folder;

  private static ServerTls tls(@Nullable TicketKeys keys, String... hosts) {
    return tls(TlsPolicy.DEFAULT, keys, hosts);
  }

  private static ServerTls tls(TlsPolicy policy, @Nullable TicketKeys keys, String... hosts) {
    var known = new KnownHosts(Set.of(hosts), false);
    return new ServerTls(policy, new ServerTerms(known, keys, Staples.NONE), List.of(WILD));
  }

  private static TestServer serve(ServerTls tls) {
    return TestServer.start(Loops.best(), FACTS, options -> options.withTls(tls));
  }

  /// A client that keeps sessions; it offers one with the name it began with only.
  private static SSLContext client() throws Exception {
    SSLContext context = SSLContext.getInstance("TLS");
    KeyStore keys = KeyStore.getInstance("PKCS12");
    keys.load(null, null);
    var certificates = CertificateFactory.getInstance("X.509");
    byte[] chain = AUTHORITY.chain(List.of("client.test"), null).getBytes(US_ASCII);
    byte[] key =
        Base64.getMimeDecoder().decode(AUTHORITY.key().replaceAll("-----[A-Z ]+-----", ""));
    keys.setKeyEntry(
        "own",
        KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(key)),
        new char[0],
        certificates
            .generateCertificates(new ByteArrayInputStream(chain))
            .toArray(java.security.cert.Certificate[]::new));
    keys.setCertificateEntry(
        "authority",
        certificates.generateCertificate(
            new ByteArrayInputStream(AUTHORITY.certificate().getBytes(US_ASCII))));
    KeyManagerFactory own = KeyManagerFactory.getInstance("PKIX");
    own.init(keys, new char[0]);
    TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
    trust.init(keys);
    context.init(own.getKeyManagers(), trust.getTrustManagers(), null);
    return context;
  }

  /// The body of the answer on a connection of its own.
  private static String get(SSLContext client, int port, String version) throws Exception {
    try (var socket = (SSLSocket) client.getSocketFactory().createSocket("127.0.0.1", port)) {
      socket.setSoTimeout(20_000);
      socket.setEnabledProtocols(new String[] {version});
      SSLParameters parameters = socket.getSSLParameters();
      parameters.setServerNames(List.of(new SNIHostName(A)));
      socket.setSSLParameters(parameters);
      TestServer.write(socket, "GET / HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n");
      String all = TestServer.readAll(socket);
      return all.substring(all.indexOf("\r\n\r\n") + 4);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
  void sessionsAreResumedWithTheirClientCertificate(String version) throws Exception {
    var policy = TlsPolicy.DEFAULT.withClients(TlsPolicy.Clients.REQUIRED, AUTHORITY.certificate());
    try (var server = serve(tls(policy, TicketKeys.inMemory(Clock.SYSTEM)))) {
      SSLContext client = client();
      assertThat(get(client, server.port(), version)).isEqualTo("full 2");
      assertThat(get(client, server.port(), version)).isEqualTo("resumed 2");
      assertThat(server.listener().handshakes().resumed()).isEqualTo(1);
      assertThat(server.listener().handshakes().full()).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
  void nothingIsResumedWithoutTickets(String version) throws Exception {
    try (var server = serve(tls(null))) {
      SSLContext client = client();
      for (int i = 0; i < 3; i++) {
        assertThat(get(client, server.port(), version)).isEqualTo("full 0");
      }
    }
  }

  /// A ticket of one host does not even look like one to another; `conformance/tls/run` shows it
  /// with a client that offers it nevertheless.
  @Test
  void keysOfHostsHaveNothingInCommon() {
    TicketKeys.Generation now = TicketKeys.inMemory(Clock.SYSTEM).generation();
    assertThat(names(now, A))
        .hasSize(1)
        .isEqualTo(names(now, A))
        .doesNotContainAnyElementsOf(names(now, B));
  }

  @Test
  void keysOfTheTwoFormerSecretsStillOpenTickets() throws Exception {
    var clock = new FakeClock();
    TicketKeys keys = TicketKeys.inMemory(clock);
    String first = names(keys.generation(), A).getFirst();
    turn(keys, clock, 2);
    assertThat(names(keys.generation(), A)).hasSize(3).endsWith(first);
    turn(keys, clock, 1);
    assertThat(names(keys.generation(), A)).hasSize(3).doesNotContain(first);
  }

  @Test
  void newSecretsAreTakenIntoUseWhileServing() throws Exception {
    var clock = new FakeClock();
    TicketKeys keys = TicketKeys.inMemory(clock);
    try (var server = serve(tls(keys))) {
      SSLContext client = client();
      assertThat(get(client, server.port(), "TLSv1.2")).isEqualTo("full 0");
      turn(keys, clock, 3);
      assertThat(get(client, server.port(), "TLSv1.2")).isEqualTo("full 0");
      assertThat(get(client, server.port(), "TLSv1.2")).isEqualTo("resumed 0");
    }
  }

  private static List<String> names(TicketKeys.Generation of, String binding) {
    return Arrays.stream(TicketKeys.keys(of, binding))
        .map(key -> HexFormat.of().formatHex(key.name()))
        .toList();
  }

  private static void turn(TicketKeys keys, FakeClock clock, int times) throws Exception {
    for (int i = 0; i < times; i++) {
      int before = keys.generation().number();
      clock.advance(TicketKeys.PERIOD.plus(Duration.ofSeconds(1)));
      keys.refresh();
      assertThat(keys.generation().number()).isEqualTo(before + 1);
    }
  }

  @Test
  void secretsInAFileTurnForAllProcessesAtOnce() throws Exception {
    Path file = folder.resolve("tickets");
    var clock = new FakeClock();
    TicketKeys first = TicketKeys.shared(file, clock);
    TicketKeys second = TicketKeys.shared(file, clock);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    assertThat(second.generation().secrets()).isEqualTo(first.generation().secrets());
    clock.advance(TicketKeys.PERIOD);
    first.refresh();
    second.refresh();
    assertThat(first.generation().secrets()).hasSize(2);
    assertThat(second.generation().secrets()).isEqualTo(first.generation().secrets());
  }

  @Test
  void whatWasSealedBeforeALongStopIsNotOpened() throws Exception {
    Path file = folder.resolve("tickets");
    var clock = new FakeClock();
    // Asked before time passes: later it would look into the file in the background.
    List<String> before = names(TicketKeys.shared(file, clock).generation(), A);
    clock.advance(TicketKeys.PERIOD.multipliedBy(TicketKeys.SECRETS));
    TicketKeys after = TicketKeys.shared(file, clock);
    assertThat(names(after.generation(), A)).doesNotContainAnyElementsOf(before).hasSize(1);
  }

  @Test
  void aBrokenFileOfSecretsIsReplaced() throws Exception {
    Path file = folder.resolve("tickets");
    Files.writeString(file, "12 AAAA\nnonsense\n17 " + "A".repeat(43) + "=\n");
    TicketKeys keys = TicketKeys.shared(file, new FakeClock());
    assertThat(keys.generation().secrets()).isNotEmpty();
    assertThat(Files.readAllLines(file)).hasSameSizeAs(keys.generation().secrets());
  }
}
