package dev.varve.http.tls;

import dev.varve.base.Check;
import io.netty.handler.ssl.SslContext;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/// The certificates a listener shows, by name: exact names first, then `*.` for one label, then the
/// first certificate for everybody else. Certificates can be replaced while serving: connections
/// that are open go on with what they have. Safe for use by all threads.
///
/// The context of a certificate, which is costly, is made when the first client asks for it.
/// Session tickets are sealed with keys of that context, so a session is resumed only under the
/// certificate and the client policy it began with.
public final class ServerTls {
  private static final String CHALLENGE_PROTOCOL = "acme-tls/1";

  private final TlsPolicy policy;
  private final Map<String, Entry> challenges = new ConcurrentHashMap<>();
  private volatile Table table;

  /// @throws dev.varve.base.Failure when a certificate and its key do not fit
  public ServerTls(TlsPolicy policy, List<TlsCertificate> certificates) {
    this.policy = policy;
    this.table = Table.of(certificates, policy, new HashMap<>());
  }

  public TlsPolicy policy() {
    return policy;
  }

  /// From now on shows these certificates, the first one to those who ask for no known name. Ones
  /// that did not change keep their sessions.
  ///
  /// @throws dev.varve.base.Failure when a certificate and its key do not fit; nothing changes then
  public void replace(List<TlsCertificate> certificates) {
    table = Table.of(certificates, policy, table.known());
  }

  /// Shows a certificate to those who ask for this name with the protocol `acme-tls/1` (RFC 8737),
  /// until [#endChallenge].
  public void challenge(String name, TlsCertificate certificate) {
    challenges.put(name, new Entry(certificate, policy.withAlpn(List.of(CHALLENGE_PROTOCOL))));
  }

  public void endChallenge(String name) {
    challenges.remove(name);
  }

  /// The certificate for those who ask for a name, in lower case; empty when they ask for none.
  public TlsCertificate certificate(String serverName) {
    return table.find(serverName).certificate;
  }

  /// The certificates that are shown now.
  public List<TlsCertificate> certificates() {
    return table.entries.stream().map(each -> each.certificate).toList();
  }

  /// The context for a client; null when it asks for a challenge that there is not.
  @Nullable SslContext context(ClientHello hello) throws SSLException {
    if (hello.protocols().contains(CHALLENGE_PROTOCOL)) {
      Entry challenge = challenges.get(hello.serverName());
      return challenge == null ? null : challenge.context();
    }
    return table.find(hello.serverName()).context();
  }

  /// Certificates by name; never changes.
  private record Table(List<Entry> entries, Map<String, Entry> names) {
    static Table of(
        List<TlsCertificate> certificates, TlsPolicy policy, Map<TlsCertificate, Entry> known) {
      Check.that(!certificates.isEmpty(), "tls.certificates", "not be empty", certificates);
      var entries = new ArrayList<Entry>();
      var names = new HashMap<String, Entry>();
      for (TlsCertificate each : certificates) {
        Entry old = known.get(each);
        if (old == null) {
          each.check();
        }
        Entry entry = old == null ? new Entry(each, policy) : old;
        entries.add(entry);
        each.names().forEach(name -> names.putIfAbsent(name, entry));
      }
      if (known.get(certificates.getFirst()) == null) {
        entries.getFirst().check();
      }
      return new Table(entries, names);
    }

    Map<TlsCertificate, Entry> known() {
      var known = new HashMap<TlsCertificate, Entry>();
      entries.forEach(each -> known.put(each.certificate, each));
      return known;
    }

    Entry find(String name) {
      Entry exact = names.get(name);
      if (exact != null) {
        return exact;
      }
      int dot = name.indexOf('.');
      Entry wild = dot < 0 ? null : names.get("*" + name.substring(dot));
      return wild == null ? entries.getFirst() : wild;
    }
  }

  /// A certificate and its context.
  private static final class Entry {
    private final TlsCertificate certificate;
    private final TlsPolicy policy;
    private @Nullable SslContext context;

    Entry(TlsCertificate certificate, TlsPolicy policy) {
      this.certificate = certificate;
      this.policy = policy;
    }

    /// Held by a loop for the few milliseconds in which a context is made, at most once.
    synchronized SslContext context() throws SSLException {
      SslContext made = context;
      if (made == null) {
        try {
          made = context = Engines.server(certificate, policy);
        } catch (RuntimeException cause) {
          throw new SSLException("certificate cannot be used", cause);
        }
      }
      return made;
    }

    void check() {
      try {
        context();
      } catch (SSLException cause) {
        throw TlsCertificate.unusable(cause);
      }
    }
  }
}
