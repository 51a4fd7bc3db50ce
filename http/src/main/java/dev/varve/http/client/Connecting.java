package dev.varve.http.client;

import dev.varve.http.net.Loop;
import dev.varve.http.net.Timer;
import dev.varve.http.net.Transport;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/// Makes one connection to an origin: asks for its addresses and tries them one after the other,
/// the next one as soon as one is refused or 250 ms have passed (RFC 8305); the first that is made
/// wins.
final class Connecting {
  private static final long NEXT_AFTER = Duration.ofMillis(250).toNanos();

  private final Loop loop;
  private final HttpClient client;
  private final Origin origin;
  private final Dial.Answer listener;
  private final Timer next;
  private final ArrayDeque<SocketAddress> left = new ArrayDeque<>();
  private final List<Attempt> attempts = new ArrayList<>();
  private String reason = "no address";
  private boolean done;

  Connecting(HttpClient client, Origin origin, Dial.Answer listener) {
    this.loop = client.loop();
    this.client = client;
    this.origin = origin;
    this.listener = listener;
    this.next = loop.timer(this::tryNext);
  }

  void start() {
    if (origin.isUnix()) {
      left.add(UnixDomainSocketAddress.of(origin.host()));
      tryNext();
    } else {
      client.resolver().resolve(origin.host(), this::resolved);
    }
  }

  /// Nobody wants the connection any more; the listener hears a refusal that it may ignore.
  void cancel() {
    if (!done) {
      reason = "cancelled";
      refuse();
    }
  }

  private void resolved(List<InetAddress> addresses) {
    if (done) {
      return;
    }
    for (InetAddress each : addresses) {
      left.add(new InetSocketAddress(each, origin.port()));
    }
    if (left.isEmpty()) {
      reason = "unknown host";
    }
    tryNext();
  }

  private void tryNext() {
    if (done) {
      return;
    }
    SocketAddress address = left.pollFirst();
    if (address == null) {
      if (attempts.isEmpty()) {
        refuse();
      }
      return;
    }
    try {
      var attempt = new Attempt(secured(loop.connect(address)));
      attempts.add(attempt);
      attempt.start();
    } catch (IOException cause) {
      failed(cause);
    }
    if (!done && !left.isEmpty()) {
      next.start(NEXT_AFTER);
    }
  }

  /// What is told ahead goes out as it is, before TLS begins.
  private Transport secured(Transport plain) throws IOException {
    Origin.Introduction introduction = origin.introduction();
    Transport raw =
        introduction == null ? plain : new IntroducingTransport(plain, introduction.encoded());
    OriginTls tls = origin.tls();
    if (tls == null) {
      return raw;
    }
    try {
      return client.tls().over(raw, tls.serverName(), origin.port(), tls.policy());
    } catch (IOException cause) {
      raw.close();
      throw cause;
    }
  }

  private void failed(IOException cause) {
    reason = String.valueOf(cause.getMessage());
    if (!done) {
      tryNext();
    }
  }

  private void refuse() {
    end();
    listener.refused(new ClientFailure.Refused(origin + ": " + reason));
  }

  private void end() {
    done = true;
    next.stop();
    for (Attempt each : attempts) {
      each.transport.close();
    }
    attempts.clear();
  }

  /// One address.
  private final class Attempt implements Transport.Events {
    private final Transport transport;

    Attempt(Transport transport) {
      this.transport = transport;
    }

    @Override
    public void readable() {
      check();
    }

    @Override
    public void writable() {
      check();
    }

    @Override
    public void crashed() {
      giveUp(new IOException("the connection failed by a bug"));
    }

    void start() {
      try {
        transport.start(this);
        check();
      } catch (IOException cause) {
        giveUp(cause);
      }
    }

    void check() {
      if (done) {
        return;
      }
      try {
        if (transport.connected()) {
          attempts.remove(this);
          end();
          listener.connected(transport);
        }
      } catch (IOException cause) {
        giveUp(cause);
      }
    }

    private void giveUp(IOException cause) {
      attempts.remove(this);
      transport.close();
      failed(cause);
    }
  }
}
