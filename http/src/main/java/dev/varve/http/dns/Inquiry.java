package dev.varve.http.dns;

import dev.varve.http.net.Datagrams;
import dev.varve.http.net.Loop;
import dev.varve.http.net.Timer;
import dev.varve.http.net.Transport;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// One question on its way from server to server: over UDP, and over TCP where the answer does not
/// fit. What does not belong to the question is passed over, and the wait goes on.
final class Inquiry implements Datagrams.Events, Transport.Events {
  private static final int ROUNDS = 2;
  private static final long PATIENCE = Duration.ofSeconds(1).toNanos();
  private static final int UDP_ACCEPTED = 4096;
  private static final int TCP_ACCEPTED = 16 * 1024;

  private final Loop loop;
  private final List<InetSocketAddress> servers;
  private final DnsMessage message;
  private final byte[] question;
  private final Consumer<DnsAnswer> then;
  private final Timer timer;
  private @Nullable Datagrams socket;
  private @Nullable Transport transport;
  private @Nullable ByteBuffer outgoing;
  private @Nullable ByteBuffer incoming;
  private String reason = "no server answered";
  private int attempt;
  private boolean over;

  Inquiry(
      Loop loop,
      List<InetSocketAddress> servers,
      DnsMessage message,
      byte[] question,
      Consumer<DnsAnswer> then) {
    this.loop = loop;
    this.servers = servers;
    this.message = message;
    this.question = question;
    this.then = then;
    this.timer = loop.timer(() -> failed("no answer in time"));
  }

  private InetSocketAddress server() {
    return servers.get((attempt - 1) % servers.size());
  }

  void begin() {
    if (attempt == servers.size() * ROUNDS) {
      end(new DnsAnswer.Failed(reason));
      return;
    }
    attempt++;
    timer.start(PATIENCE);
    ByteBuffer lent = loop.takeRead();
    try {
      Datagrams to = loop.datagrams(Datagrams.Options.to(server()), this);
      socket = to;
      to.send(lent.clear().put(question).flip(), null);
    } catch (IOException cause) {
      failed(String.valueOf(cause.getMessage()));
    } finally {
      loop.giveRead(lent);
    }
  }

  @Override
  public void received(ByteBuffer lent, InetSocketAddress from) {
    if (socket == null) {
      return;
    }
    if (lent.remaining() > UDP_ACCEPTED) {
      failed("answer is too long");
      return;
    }
    switch (message.read(lent)) {
      case DnsMessage.Reading.Foreign() -> {}
      case DnsMessage.Reading.Truncated() -> askByTcp();
      case DnsMessage.Reading.Answered(DnsAnswer answer) -> answered(answer);
    }
  }

  @Override
  public void unreachable() {
    if (socket != null) {
      failed("nobody listens at " + server());
    }
  }

  private void answered(DnsAnswer answer) {
    if (answer instanceof DnsAnswer.Failed(String why)) {
      failed(why);
    } else {
      end(answer);
    }
  }

  private void failed(String why) {
    reason = why;
    release();
    begin();
  }

  private void end(DnsAnswer answer) {
    if (!over) {
      over = true;
      timer.stop();
      release();
      then.accept(answer);
    }
  }

  private void release() {
    if (socket != null) {
      socket.close();
      socket = null;
    }
    if (transport != null) {
      transport.close();
      transport = null;
    }
    give(outgoing);
    give(incoming);
    outgoing = null;
    incoming = null;
  }

  private void give(@Nullable ByteBuffer chunk) {
    if (chunk != null) {
      loop.give(chunk);
    }
  }

  /// RFC 7766, 8: each message stands behind its length.
  private void askByTcp() {
    release();
    timer.start(PATIENCE);
    try {
      Transport to = loop.connect(server());
      transport = to;
      outgoing = loop.take().putShort((short) question.length).put(question).flip();
      incoming = loop.take();
      to.start(this);
      move();
    } catch (IOException cause) {
      failed(String.valueOf(cause.getMessage()));
    }
  }

  @Override
  public void readable() {
    move();
  }

  @Override
  public void writable() {
    move();
  }

  private void move() {
    Transport to = transport;
    ByteBuffer rest = outgoing;
    ByteBuffer into = incoming;
    if (to == null || rest == null || into == null) {
      return;
    }
    try {
      if (to.connected()) {
        if (rest.hasRemaining()) {
          to.write(rest);
        }
        take(to, into);
      }
    } catch (IOException cause) {
      failed(String.valueOf(cause.getMessage()));
    }
  }

  private void take(Transport from, ByteBuffer into) throws IOException {
    int read = from.read(into);
    while (read > 0 && into.hasRemaining()) {
      read = from.read(into);
    }
    int length = into.position() < 2 ? -1 : into.getShort(0) & 0xffff;
    if (length > TCP_ACCEPTED) {
      failed("answer is too long");
    } else if (length >= 0 && into.position() >= 2 + length) {
      read(into.flip().position(2).limit(2 + length).slice());
    } else if (read < 0) {
      failed("connection ended within the answer");
    }
  }

  private void read(ByteBuffer whole) {
    switch (message.read(whole)) {
      case DnsMessage.Reading.Foreign() -> failed("answer to another question");
      case DnsMessage.Reading.Truncated() -> failed("answer is cut off");
      case DnsMessage.Reading.Answered(DnsAnswer answer) -> answered(answer);
    }
  }
}
