package dev.varve.http.ocsp;

import static dev.varve.testkit.SmallAuthority.der;
import static dev.varve.testkit.SmallAuthority.time;

import dev.varve.http.Body;
import dev.varve.http.BodyInput;
import dev.varve.http.Exchange;
import dev.varve.http.Handler;
import dev.varve.testkit.SmallAuthority;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;

/// The responder of a small authority: answers about any certificate, in the form of RFC 6960, 4.2.
final class TestResponder implements Handler {
  private static final byte[] BASIC = {0x2b, 6, 1, 5, 5, 7, 48, 1, 1};
  private static final byte[] GOOD = {(byte) 0x80, 0};

  private final SmallAuthority signer;
  volatile Instant from = Instant.now();
  volatile Duration life = Duration.ofHours(1);
  volatile boolean revoked;
  final AtomicInteger asked = new AtomicInteger();

  TestResponder(SmallAuthority signer) {
    this.signer = signer;
  }

  @Override
  public void handle(Exchange exchange) {
    asked.incrementAndGet();
    var loop = exchange.loop();
    var in = new BodyInput(loop, exchange.body(), 4_096);
    Thread.ofVirtual()
        .start(() -> {
          try {
            byte[] answer = answer(in.readAllBytes());
            loop.execute(() -> exchange.respond(exchange.response(), Body.of(answer)));
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
  }

  byte[] answer(byte[] question) {
    ByteBuffer request = Der.enter(ByteBuffer.wrap(question), Der.SEQUENCE);
    ByteBuffer list = Der.enter(Der.enter(request, Der.SEQUENCE), Der.SEQUENCE);
    byte[] id = Der.bytes(Der.enter(Der.enter(list, Der.SEQUENCE), Der.SEQUENCE));
    byte[] single =
        der(
            0x30,
            der(0x30, id),
            revoked ? der(0xA1, time(from)) : GOOD,
            time(from),
            der(0xA0, time(from.plus(life))));
    byte[] data = der(0x30, der(0xA1, signer.name()), time(from), der(0x30, single));
    byte[] basic = signer.sealed(data);
    byte[] typed = der(0x30, der(6, BASIC), der(4, basic));
    return der(0x30, der(0x0A, new byte[] {0}), der(0xA0, typed));
  }
}
