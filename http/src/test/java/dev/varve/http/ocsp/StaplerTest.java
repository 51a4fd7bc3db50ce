package dev.varve.http.ocsp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.varve.base.Clock;
import dev.varve.http.Body;
import dev.varve.http.TestServer;
import dev.varve.http.net.Loops;
import dev.varve.http.tls.KnownHosts;
import dev.varve.http.tls.NativeClient;
import dev.varve.http.tls.ServerTerms;
import dev.varve.http.tls.ServerTls;
import dev.varve.http.tls.TlsCertificate;
import dev.varve.http.tls.TlsPolicy;
import dev.varve.testkit.Await;
import dev.varve.testkit.SmallAuthority;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/// What an authority says about a certificate is shown with it (RFC 6960; RFC 6066, 8).
class StaplerTest {
  private final SmallAuthority authority = new SmallAuthority();
  private final TestResponder responder = new TestResponder(authority);

  private TlsCertificate certificate(String address) {
    String chain = authority.chain(List.of("one.test"), address);
    return TlsCertificate.of(chain, authority.key());
  }

  private static String address(TestServer server) {
    return "http://127.0.0.1:" + server.port() + "/ocsp?x";
  }

  @Test
  void anAnswerIsFetchedAndShownWithTheCertificate() throws Exception {
    try (var at = TestServer.start(responder);
        var loops = Loops.start(1);
        var stapler = new Stapler(loops.next())) {
      TlsCertificate certificate = certificate(address(at));
      var terms = new ServerTerms(KnownHosts.ANY, null, stapler);
      var tls = new ServerTls(TlsPolicy.DEFAULT, terms, List.of(certificate));
      try (var server =
          TestServer.start(
              Loops.best(),
              exchange -> exchange.respond(exchange.response(), Body.empty()),
              options -> options.withTls(tls))) {
        var client = new NativeClient();
        client.get(server.port(), "one.test");
        assertThat(client.staple()).isEmpty();
        stapler.watch(List.of(certificate));
        Await.until("answer is there", () -> stapler.of(certificate) != null);
        client.get(server.port(), "one.test");
        assertThat(client.staple()).isEqualTo(stapler.of(certificate)).isNotEmpty();
        assertThat(responder.asked).hasValue(1);
      }
    }
  }

  @Test
  void answersAreFetchedAgainBeforeTheyEnd() {
    responder.from = Instant.now().minusSeconds(3_000);
    var clock = new ShiftedClock();
    try (var at = TestServer.start(responder);
        var loops = Loops.start(1, Loops.best(), clock);
        var stapler = new Stapler(loops.next())) {
      TlsCertificate certificate = certificate(address(at));
      stapler.watch(List.of(certificate));
      Await.until("answer is there", () -> stapler.of(certificate) != null);
      byte[] first = stapler.of(certificate);
      responder.from = Instant.now().plusSeconds(60);
      clock.shift(Duration.ofMinutes(2));
      Await.until("answer is there", () -> !Arrays.equals(stapler.of(certificate), first));
      assertThat(stapler.of(certificate)).isNotNull();
      clock.shift(Duration.ofHours(2));
      assertThat(stapler.of(certificate)).isNull();
    }
  }

  @Test
  void whatIsNotGoodIsNotShown() throws Exception {
    TlsCertificate certificate = certificate("http://127.0.0.1:1/");
    OcspQuestion question = OcspQuestion.about(certificate).orElseThrow();
    Instant now = Instant.now();
    byte[] good = responder.answer(question.encoded());
    assertThat(OcspAnswer.checked(question, good, now).until()).isAfter(now);
    assertThatThrownBy(() -> OcspAnswer.checked(question, good, now.plus(Duration.ofDays(1))))
        .isInstanceOf(GeneralSecurityException.class);
    OcspQuestion other = OcspQuestion.about(certificate("http://127.0.0.1:1/")).orElseThrow();
    assertThatThrownBy(() -> OcspAnswer.checked(other, good, now))
        .isInstanceOf(GeneralSecurityException.class);
    byte[] stranger = new TestResponder(new SmallAuthority()).answer(question.encoded());
    assertThatThrownBy(() -> OcspAnswer.checked(question, stranger, now))
        .isInstanceOf(GeneralSecurityException.class);
    responder.revoked = true;
    byte[] revoked = responder.answer(question.encoded());
    assertThatThrownBy(() -> OcspAnswer.checked(question, revoked, now))
        .isInstanceOf(GeneralSecurityException.class);
    assertThatThrownBy(() -> OcspAnswer.checked(question, new byte[] {0x30, 3, 10, 1, 3}, now))
        .isInstanceOf(GeneralSecurityException.class);
  }

  @Test
  void certificatesWithoutAResponderAreNotAskedAbout() {
    assertThat(OcspQuestion.about(certificate("ldap://x/"))).isEmpty();
    String chain = authority.chain(List.of("one.test"), null);
    assertThat(OcspQuestion.about(TlsCertificate.of(chain, authority.key()))).isEmpty();
    String alone = chain.substring(0, chain.indexOf("-----END CERTIFICATE-----") + 26);
    assertThat(OcspQuestion.about(TlsCertificate.of(alone, authority.key()))).isEmpty();
  }

  @Test
  void aResponderThatAnswersTooMuchIsNotBelieved() {
    try (var at =
            TestServer.start(
                exchange -> exchange.respond(exchange.response(), Body.of("x".repeat(100_000))));
        var loops = Loops.start(1);
        var stapler = new Stapler(loops.next())) {
      TlsCertificate certificate = certificate(address(at));
      stapler.watch(List.of(certificate));
      Await.until(
          "answer is there", () -> at.listener().connections() == 0 && stapler.failures() == 1);
      assertThat(stapler.of(certificate)).isNull();
    }
  }

  /// The machine's time, moved.
  private static final class ShiftedClock implements Clock {
    private final AtomicLong millis = new AtomicLong();

    void shift(Duration by) {
      millis.addAndGet(by.toMillis());
    }

    @Override
    public long epochMillis() {
      return Clock.SYSTEM.epochMillis() + millis.get();
    }

    @Override
    public long nanos() {
      return Clock.SYSTEM.nanos() + millis.get() * 1_000_000;
    }
  }
}
