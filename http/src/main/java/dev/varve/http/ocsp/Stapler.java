package dev.varve.http.ocsp;

import dev.varve.base.LateLogger;
import dev.varve.http.client.ClientOptions;
import dev.varve.http.client.HttpClient;
import dev.varve.http.client.Origin;
import dev.varve.http.net.Loop;
import dev.varve.http.net.Timer;
import dev.varve.http.tls.Staples;
import dev.varve.http.tls.TlsCertificate;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// Keeps an answer for each certificate whose authority gives one. Asks when a certificate comes
/// and again when half of an answer's time is over; shows none that has ended. A certificate whose
/// authority cannot be reached is served without.
///
/// Asks from one loop, a few at a time; answers are verified on virtual threads.
public final class Stapler implements Staples, AutoCloseable {
  private static final System.Logger LOG = LateLogger.of(Stapler.class);
  private static final Duration LOOK = Duration.ofSeconds(30);
  private static final Duration RETRY = Duration.ofMinutes(5);
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final int ASKED_AT_ONCE = 8;

  private final Loop loop;
  private final HttpClient client;
  private final Timer timer;
  private final Map<TlsCertificate, Watch> watched = new ConcurrentHashMap<>();
  private final AtomicInteger failures = new AtomicInteger();
  private int asking;
  private boolean closed;

  /// One certificate, its newest answer and when to ask next.
  private static final class Watch {
    final OcspQuestion question;
    volatile @Nullable OcspAnswer answer;
    Instant next = Instant.MIN;
    boolean asked;

    Watch(OcspQuestion question) {
      this.question = question;
    }
  }

  public Stapler(Loop loop) {
    this.loop = loop;
    this.client =
        new HttpClient(
            loop,
            ClientOptions.DEFAULT
                .withTimes(PATIENCE, PATIENCE, PATIENCE)
                .withTotal(PATIENCE)
                .withConnections(ASKED_AT_ONCE, ASKED_AT_ONCE, PATIENCE));
    this.timer = loop.timer(this::look);
  }

  @Override
  public byte @Nullable [] of(TlsCertificate certificate) {
    Watch watch = watched.get(certificate);
    OcspAnswer answer = watch == null ? null : watch.answer;
    return answer == null || loop.clock().now().isAfter(answer.until()) ? null : answer.encoded();
  }

  /// From now on keeps answers for these certificates and no others. May be called by any thread.
  public void watch(List<TlsCertificate> certificates) {
    watched.keySet().retainAll(certificates);
    for (TlsCertificate each : certificates) {
      Optional<OcspQuestion> question = OcspQuestion.about(each);
      question.ifPresent(known -> watched.computeIfAbsent(each, _ -> new Watch(known)));
    }
    loop.execute(this::look);
  }

  int failures() {
    return failures.get();
  }

  private void look() {
    if (closed) {
      return;
    }
    Instant now = loop.clock().now();
    for (Watch each : new ArrayList<>(watched.values())) {
      if (asking < ASKED_AT_ONCE && !each.asked && !now.isBefore(each.next)) {
        ask(each);
      }
    }
    if (watched.isEmpty()) {
      timer.stop();
    } else {
      timer.start(LOOK.toNanos());
    }
  }

  private void ask(Watch watch) {
    mark(watch, true);
    var at = watch.question.responder();
    int port = at.getPort() < 0 ? 80 : at.getPort();
    var answer = new Fetch(bytes -> verify(watch, bytes), reason -> failed(watch, reason));
    answer.send(client, Origin.http(at.getHost(), port), at, watch.question.encoded());
  }

  private void mark(Watch watch, boolean asked) {
    watch.asked = asked;
    asking += asked ? 1 : -1;
  }

  private void verify(Watch watch, byte[] bytes) {
    Instant now = loop.clock().now();
    Thread.ofVirtual()
        .name("varve-ocsp")
        .start(() -> {
          try {
            OcspAnswer good = OcspAnswer.checked(watch.question, bytes, now);
            loop.execute(() -> answered(watch, good));
          } catch (GeneralSecurityException cause) {
            loop.execute(() -> failed(watch, String.valueOf(cause.getMessage())));
          }
        });
  }

  private void answered(Watch watch, OcspAnswer good) {
    Instant soonest = loop.clock().now().plus(LOOK);
    watch.answer = good;
    watch.next = good.again().isBefore(soonest) ? soonest : good.again();
    mark(watch, false);
    look();
  }

  private void failed(Watch watch, String reason) {
    failures.incrementAndGet();
    watch.next = loop.clock().now().plus(RETRY);
    mark(watch, false);
    if (!closed) {
      LOG.log(
          System.Logger.Level.WARNING,
          "no OCSP answer for {0} from {1}: {2}",
          watch.question.certificate().getSubjectX500Principal(),
          watch.question.responder(),
          reason);
      look();
    }
  }

  /// Asks no more; answers that are there are shown until they end.
  @Override
  public void close() {
    loop.execute(() -> {
      closed = true;
      timer.stop();
      client.close();
    });
  }
}
