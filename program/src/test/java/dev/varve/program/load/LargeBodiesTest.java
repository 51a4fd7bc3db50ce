package dev.varve.program.load;

import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.program.Child;
import dev.varve.testkit.Ports;
import dev.varve.testkit.TestCertificates;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Bodies of 1 GiB pass through `varve serve`, a process that has 64 MiB for all its buffers and
/// objects, and does not grow by more.
@Tag("slow")
final class LargeBodiesTest {
  private static final long GIB = 1L << 30;
  private static final int BLOCK = 1 << 20;
  private static final long GROWTH_MOST_KIB = 64 * 1024;

  /// Objects and buffers together: 64 MiB.
  private static final List<String> LIMITS =
      List.of("-Xmx40m", "-XX:MaxDirectMemorySize=24m", "-Dio.netty.maxDirectMemory=25165824");

  private static final String WHOLE = Gibibytes.checksum(GIB);

  private final int plain = Ports.free();
  private final int secure = Ports.free();

  @TempDir private Path folder;

  @BeforeEach
  void prepare() throws IOException {
    Files.createDirectory(folder.resolve("files"));
  }

  private Child serve(int upstream) throws IOException {
    Files.writeString(
        folder.resolve("varve.yaml"),
        """
        listen:
          plain: { address: '127.0.0.1:%d' }
          secure: { address: '127.0.0.1:%d', tls: true }
        tls: { certificates: { certificate: '%s', key: '%s' } }
        sites:
          '*':
            - { path: '/files/*', stripPrefix: /files, static: files }
            - { path: '/*', maxBody: 2GiB, proxy: '127.0.0.1:%d' }
        """
            .formatted(
                plain,
                secure,
                TestCertificates.certificate("one"),
                TestCertificates.key("one"),
                upstream));
    Child varve = Child.start(folder, LIMITS, "serve", "--admin", "127.0.0.1:0");
    varve.site();
    return varve;
  }

  private static HttpClient client(HttpClient.Version version) throws Exception {
    var trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, null);
    try (InputStream pem = Files.newInputStream(TestCertificates.certificate("authority"))) {
      trusted.setCertificateEntry(
          "authority", CertificateFactory.getInstance("X.509").generateCertificate(pem));
    }
    var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(trusted);
    var tls = SSLContext.getInstance("TLS");
    tls.init(null, trust.getTrustManagers(), null);
    return HttpClient.newBuilder().version(version).sslContext(tls).build();
  }

  private String download(HttpClient client, String address, String... headers) throws Exception {
    var request = HttpRequest.newBuilder(URI.create(address));
    if (headers.length > 0) {
      request.headers(headers);
    }
    var answer = client.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
    try (InputStream body = answer.body()) {
      return answer.statusCode()
          + " "
          + answer.version()
          + " "
          + Gibibytes.checksum(body, Long.MAX_VALUE);
    }
  }

  @Test
  void passThroughTlsAndHttp2InBothDirections() throws Exception {
    try (var upstream = new Gibibytes();
        var varve = serve(upstream.port());
        var client = client(HttpClient.Version.HTTP_2)) {
      String origin = "https://localhost:" + secure;
      download(client, origin + "/1000000");
      long before = Memory.most(varve.pid());

      assertThat(download(client, origin + "/" + GIB)).isEqualTo("200 HTTP_2 " + WHOLE);
      tell("download over TLS and HTTP/2", varve, before);

      Iterable<byte[]> blocks =
          () ->
              IntStream.range(0, (int) (GIB / BLOCK))
                  .mapToObj(i -> Gibibytes.block((long) i * BLOCK, BLOCK))
                  .iterator();
      var publisher =
          HttpRequest.BodyPublishers.fromPublisher(
              HttpRequest.BodyPublishers.ofByteArrays(blocks), GIB);
      var posted =
          client.send(
              HttpRequest.newBuilder(URI.create(origin + "/" + GIB)).POST(publisher).build(),
              HttpResponse.BodyHandlers.ofString());
      assertThat(posted.statusCode() + " " + posted.version() + " " + posted.body())
          .isEqualTo("200 HTTP_2 " + WHOLE);
      tell("upload over TLS and HTTP/2", varve, before);
    }
  }

  @Test
  void areServedFromDiskInClearAndOverTlsAndGoOnWhereTheyBrokeOff() throws Exception {
    try (OutputStream file = Files.newOutputStream(folder.resolve("files/large.bin"))) {
      for (long at = 0; at < GIB; at += BLOCK) {
        file.write(Gibibytes.block(at, BLOCK));
      }
    }
    try (var varve = serve(9);
        var http1 = client(HttpClient.Version.HTTP_1_1);
        var http2 = client(HttpClient.Version.HTTP_2)) {
      String clear = "http://127.0.0.1:" + plain + "/files/large.bin";
      String secured = "https://localhost:" + secure + "/files/large.bin";
      download(http1, clear, "range", "bytes=0-999999");
      download(http2, secured, "range", "bytes=0-999999");
      long before = Memory.most(varve.pid());

      assertThat(download(http1, clear)).isEqualTo("200 HTTP_1_1 " + WHOLE);
      assertThat(download(http1, secured)).isEqualTo("200 HTTP_1_1 " + WHOLE);
      assertThat(download(http2, secured)).isEqualTo("200 HTTP_2 " + WHOLE);
      tell("three downloads of a file", varve, before);

      // The rest, as a client asks for it whose download broke off.
      var head =
          http1.send(
              HttpRequest.newBuilder(URI.create(clear))
                  .method("HEAD", HttpRequest.BodyPublishers.noBody())
                  .build(),
              HttpResponse.BodyHandlers.discarding());
      String tag = head.headers().firstValue("etag").orElseThrow();
      var rest =
          http1.send(
              HttpRequest.newBuilder(URI.create(clear))
                  .headers("range", "bytes=" + (GIB - 10) + "-", "if-range", tag)
                  .build(),
              HttpResponse.BodyHandlers.ofByteArray());
      assertThat(rest.statusCode()).isEqualTo(206);
      assertThat(rest.body()).isEqualTo(Gibibytes.block(GIB - 10, 10));
    }
  }

  private static void tell(String what, Child varve, long before) throws IOException {
    long grown = Memory.most(varve.pid()) - before;
    System.out.printf(
        Locale.ROOT, "%s: at most %d KiB, %d more than before%n", what, before + grown, grown);
    assertThat(grown).as("KiB of memory more than before, " + what).isLessThan(GROWTH_MOST_KIB);
  }
}
