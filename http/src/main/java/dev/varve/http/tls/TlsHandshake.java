package dev.varve.http.tls;

import dev.varve.http.TlsFacts;
import dev.varve.http.net.Timer;
import dev.varve.http.net.Transport;
import dev.varve.http.serve.ServerConnection;
import dev.varve.http.serve.Serving;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/// The begin of a client's TLS connection: waits for its hello, chooses the certificate by the name
/// in it, shakes hands and passes the connection on, all within a limit of time.
@SuppressWarnings("exports") // for this module only, like what it takes
public final class TlsHandshake implements Transport.Events, ServerConnection {
  /// Who goes on with the connection.
  @FunctionalInterface
  public interface Next {
    void secured(Transport transport, TlsFacts facts);
  }

  private final Serving serving;
  private final ServerTls tls;
  private final Transport raw;
  private final SocketAddress client;
  private final Next next;
  private final Timer timer;
  private @Nullable ByteBuffer received;
  private @Nullable TlsTransport secured;
  private @Nullable ClientHello hello;
  private Predicate<String> shared = _ -> true;
  private int place = -1;
  private boolean over;

  /// @param client as the gate has counted it
  public TlsHandshake(
      Serving serving, ServerTls tls, Transport raw, SocketAddress client, Next next) {
    this.serving = serving;
    this.tls = tls;
    this.raw = raw;
    this.client = client;
    this.next = next;
    this.timer = raw.loop().timer(() -> fail("TLS handshake took too long"));
  }

  /// Begins, with bytes that were received already, which are lent.
  public void begin(ByteBuffer first) {
    serving.add(this);
    timer.start(serving.timeouts().handshake().toNanos());
    try {
      raw.start(this);
      received = raw.loop().take().put(first);
      readable();
    } catch (IOException cause) {
      fail(reason(cause));
    }
  }

  @Override
  public void readable() {
    if (over) {
      return;
    }
    try {
      if (secured == null) {
        readHello();
      }
      shakeHands();
    } catch (IOException cause) {
      fail(reason(cause));
    } catch (ClientHello.NotTls cause) {
      fail(String.valueOf(cause.getMessage()));
    }
  }

  @Override
  public void writable() {
    readable();
  }

  private void readHello() throws IOException, ClientHello.NotTls {
    ByteBuffer chunk = received;
    if (chunk == null) {
      chunk = received = raw.loop().take();
    }
    hello = ClientHello.read(chunk.duplicate().flip());
    int read = hello == null ? raw.read(chunk) : 0;
    while (read > 0 && hello == null) {
      hello = ClientHello.read(chunk.duplicate().flip());
      if (hello == null) {
        read = raw.read(chunk);
      }
    }
    if (hello != null) {
      secure(hello, chunk);
    } else if (read < 0) {
      fail("");
    } else if (!chunk.hasRemaining()) {
      throw new SSLException("TLS hello is too long");
    }
  }

  private void secure(ClientHello from, ByteBuffer chunk) throws IOException {
    ServerTls.Choice choice = choose(from);
    shared = choice.shared();
    received = null;
    TlsTransport transport = TlsTransport.server(raw, choice.engine(), chunk);
    secured = transport;
    transport.events(this);
  }

  /// A client that names nobody we know is told so; what does not fit into an empty socket buffer
  /// is not worth waiting for.
  private ServerTls.Choice choose(ClientHello from) throws IOException {
    try {
      return tls.choose(from);
    } catch (UnknownHost refused) {
      ByteBuffer alert = raw.loop().take();
      try {
        raw.write(alert.put(UnknownHost.alert()).flip());
      } finally {
        raw.loop().give(alert);
      }
      throw refused;
    }
  }

  private void shakeHands() throws IOException {
    TlsTransport transport = secured;
    if (transport == null || over || !transport.connected()) {
      return;
    }
    over = true;
    timer.stop();
    serving.release(this);
    TlsFacts facts = facts(transport.engine());
    serving.gate().shook(facts.resumed());
    next.secured(transport, facts);
  }

  private TlsFacts facts(SSLEngine engine) {
    SSLSession session = engine.getSession();
    String protocol = engine.getApplicationProtocol();
    ClientHello from = hello;
    return new TlsFacts(
        from == null ? "" : from.serverName(),
        protocol == null ? "" : protocol,
        session.getProtocol(),
        session.getCipherSuite(),
        Engines.group(engine),
        clientCertificates(session),
        Engines.isResumed(engine),
        shared);
  }

  private List<X509Certificate> clientCertificates(SSLSession session) {
    var chain = new ArrayList<X509Certificate>();
    if (tls.policy().clients() == TlsPolicy.Clients.NONE) {
      return chain;
    }
    try {
      for (Certificate each : session.getPeerCertificates()) {
        if (each instanceof X509Certificate certificate) {
          chain.add(certificate);
        }
      }
    } catch (SSLPeerUnverifiedException _) {
      chain.clear(); // the client showed none
    }
    return chain;
  }

  private static String reason(IOException cause) {
    return "TLS handshake failed: " + cause.getMessage();
  }

  private void fail(String reason) {
    if (over) {
      return;
    }
    over = true;
    timer.stop();
    if (!reason.isEmpty()) {
      serving.log().refused(client, 0, reason);
    }
    ByteBuffer chunk = received;
    if (chunk != null) {
      received = null;
      raw.loop().give(chunk);
    }
    TlsTransport transport = secured;
    if (transport == null) {
      raw.close();
    } else {
      transport.close();
    }
    serving.remove(this, client);
  }

  @Override
  public void crashed() {
    fail("");
  }

  @Override
  public void drain() {
    // A handshake under way becomes a connection, which sees that its listener drains.
    if (over) {
      cut();
    }
  }

  @Override
  public void cut() {
    fail("");
  }

  @Override
  public int place() {
    return place;
  }

  @Override
  public void place(int place) {
    this.place = place;
  }
}
