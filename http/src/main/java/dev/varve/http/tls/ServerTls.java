package dev.varve.http.tls;

import dev.varve.base.Check;
import dev.varve.base.Clock;
import io.netty.handler.ssl.OpenSslSessionContext;
import io.netty.handler.ssl.SslContext;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/// The certificates a listener shows, by name: exact names first, then `*.` for one label, then the
/// first certificate for everybody else, where they are not refused. Certificates can be replaced
/// while serving: connections that are open go on with what they have. Safe for use by all threads.
///
/// Each virtual host has a context of its own, since sessions are resumed within one only. It is
/// costly and made when the first client asks for it.
public final class ServerTls {
  private static final String CHALLENGE_PROTOCOL = "acme-tls/1";

  private final TlsPolicy policy;
  private final ServerTerms terms;
  private final Map<String, Entry> challenges = new ConcurrentHashMap<>();
  private volatile Table table;

  /// With any host, tickets of this process only, and no staples.
  ///
  /// @throws dev.varve.base.Failure when a certificate and its key do not fit
  public ServerTls(TlsPolicy policy, List<TlsCertificate> certificates) {
    this(
        policy,
        new ServerTerms(KnownHosts.ANY, TicketKeys.inMemory(Clock.SYSTEM), Staples.NONE),
        certificates);
  }

  /// @throws dev.varve.base.Failure when a certificate and its key do not fit
  public ServerTls(TlsPolicy policy, ServerTerms terms, List<TlsCertificate> certificates) {
    this.policy = policy;
    this.terms = terms;
    this.table = table(certificates, Map.of());
  }

  public TlsPolicy policy() {
    return policy;
  }

  /// What is shown now.
  public List<TlsCertificate> certificates() {
    return table.certificates();
  }

  /// Whether a client that asks for a name is shown a certificate that has it.
  boolean knows(String name) {
    return find(table.names(), name) != null;
  }

  /// From now on shows these certificates, the first one to those who ask for no known name. Ones
  /// that did not change keep their sessions.
  ///
  /// @throws dev.varve.base.Failure when a certificate and its key do not fit; nothing changes then
  public void replace(List<TlsCertificate> certificates) {
    table = table(certificates, table.known());
  }

  /// Shows a certificate to those who ask for this name with the protocol `acme-tls/1` (RFC 8737),
  /// until [#endChallenge].
  public void challenge(String name, TlsCertificate certificate) {
    TlsPolicy special = policy.withAlpn(List.of(CHALLENGE_PROTOCOL));
    ServerTerms alone = terms.withTickets(null).withStaples(Staples.NONE);
    challenges.put(name, new Entry(new Shown(certificate, name), special, alone));
  }

  public void endChallenge(String name) {
    challenges.remove(name);
  }

  /// The certificate for those who ask for a name, in lower case; empty when they ask for none.
  /// Null for a name that is refused.
  public @Nullable TlsCertificate certificate(String serverName) {
    Entry found = table.find(serverName);
    return found == null ? null : found.shown.certificate();
  }

  /// Which other hosts a connection may serve that asked for a name.
  public Predicate<String> shared(String serverName) {
    Table now = table;
    Entry found = now.find(serverName);
    return found == null ? _ -> false : host -> now.isShown(found.shown.certificate(), host);
  }

  /// What a client is served with.
  ///
  /// @throws UnknownHost when it asks for a name that is refused
  /// @throws SSLException when it asks for a challenge that there is not
  Choice choose(ClientHello hello) throws SSLException {
    Table now = table;
    String name = hello.serverName();
    if (!hello.protocols().contains(CHALLENGE_PROTOCOL)) {
      Entry entry = now.find(name);
      if (entry == null) {
        throw new UnknownHost(name);
      }
      return new Choice(entry.engine(), host -> now.isShown(entry.shown.certificate(), host));
    }
    Entry challenge = challenges.get(name);
    if (challenge == null) {
      throw new SSLException("no certificate for the challenge of " + name);
    }
    return new Choice(challenge.engine(), name::equals);
  }

  /// An engine for one connection, and the hosts it may serve.
  record Choice(SSLEngine engine, Predicate<String> shared) {}

  /// A certificate as one virtual host shows it; `` for those who name none.
  private record Shown(TlsCertificate certificate, String host) {}

  private Table table(List<TlsCertificate> certificates, Map<Shown, Entry> known) {
    Check.that(!certificates.isEmpty(), "tls.certificates", "not be empty", certificates);
    var old = new HashSet<TlsCertificate>();
    known.keySet().forEach(each -> old.add(each.certificate()));
    certificates.stream().filter(each -> !old.contains(each)).forEach(TlsCertificate::check);
    var byName = new HashMap<String, TlsCertificate>();
    certificates.forEach(each -> each.names().forEach(name -> byName.putIfAbsent(name, each)));
    TlsCertificate first = certificates.getFirst();
    var names = new HashMap<String, Entry>();
    byName.forEach((name, each) -> names.put(name, entry(new Shown(each, name), known)));
    for (String host : terms.hosts().names()) {
      TlsCertificate own = find(byName, host);
      var shown = new Shown(own == null ? first : own, host);
      names.computeIfAbsent(host, _ -> entry(shown, known));
    }
    Entry other = entry(new Shown(first, ""), known);
    other.check();
    return new Table(certificates, names, other, terms.hosts().refusesOthers());
  }

  private Entry entry(Shown shown, Map<Shown, Entry> known) {
    Entry old = known.get(shown);
    return old == null ? new Entry(shown, policy, terms) : old;
  }

  private static <T> @Nullable T find(Map<String, T> names, String name) {
    T exact = names.get(name);
    int dot = exact == null ? name.indexOf('.') : -1;
    return dot < 0 ? exact : names.get("*" + name.substring(dot));
  }

  /// Hosts by name; never changes.
  private record Table(
      List<TlsCertificate> certificates,
      Map<String, Entry> names,
      Entry other,
      boolean refusesOthers) {
    Table {
      certificates = List.copyOf(certificates);
    }

    Map<Shown, Entry> known() {
      var known = new HashMap<Shown, Entry>();
      names.values().forEach(each -> known.put(each.shown, each));
      known.put(other.shown, other);
      return known;
    }

    /// Null for a name that is refused.
    @Nullable Entry find(String name) {
      Entry found = ServerTls.find(names, name);
      return found == null && (name.isEmpty() || !refusesOthers) ? other : found;
    }

    boolean isShown(TlsCertificate certificate, String host) {
      Entry found = find(host);
      return found != null && found.shown.certificate().equals(certificate);
    }
  }

  /// A virtual host and its context.
  private static final class Entry {
    private final Shown shown;
    private final TlsPolicy policy;
    private final ServerTerms terms;
    private @Nullable SslContext context;
    private int generation;

    Entry(Shown shown, TlsPolicy policy, ServerTerms terms) {
      this.shown = shown;
      this.policy = policy;
      this.terms = terms;
    }

    SSLEngine engine() throws SSLException {
      SSLEngine engine = Engines.engine(context());
      if (terms.tickets() == null) {
        Engines.withoutTickets(engine);
      }
      byte[] staple = terms.staples().of(shown.certificate());
      if (staple != null) {
        Engines.staple(engine, staple);
      }
      return engine;
    }

    /// Held by a loop for the few milliseconds in which a context is made, at most once.
    private synchronized SslContext context() throws SSLException {
      SslContext made = context;
      if (made == null) {
        try {
          made = Engines.server(shown.certificate(), policy, terms);
        } catch (RuntimeException cause) {
          throw new SSLException("certificate cannot be used", cause);
        }
        context = made;
      }
      renewKeys(made);
      return made;
    }

    private void renewKeys(SslContext made) {
      TicketKeys tickets = terms.tickets();
      if (tickets != null && made.sessionContext() instanceof OpenSslSessionContext sessions) {
        TicketKeys.Generation now = tickets.generation();
        if (now.number() != generation) {
          generation = now.number();
          sessions.setTicketKeys(TicketKeys.keys(now, binding()));
        }
      }
    }

    /// What a session that is resumed must have begun with: the host, and what clients must show.
    private String binding() {
      return shown.host() + "\0" + policy.clients() + "\0" + policy.authorities();
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
