package dev.varve.edge.guard;

import dev.varve.edge.action.RoutedExchange;
import dev.varve.graph.guard.ApiKey;
import dev.varve.graph.guard.Basic;
import dev.varve.graph.guard.ClientCertificate;
import dev.varve.graph.guard.ForwardAuth;
import dev.varve.graph.guard.Guard;
import dev.varve.graph.guard.Jwt;
import dev.varve.graph.guard.Oidc;
import dev.varve.http.FieldName;
import dev.varve.http.Fields;
import dev.varve.http.TlsFacts;
import java.net.InetAddress;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Turns the guards of a graph into checks. What it cannot check it refuses to make: a route must
/// not stand open because nobody knew its guard.
public final class Guards {
  private static final Fields NOTHING = new Fields();

  private final Map<String, Guard> named;
  private final GuardSource source;

  public Guards(Map<String, Guard> named, GuardSource source) {
    this.named = named;
    this.source = source;
  }

  /// @throws IllegalArgumentException when nobody can check the guard
  public GuardCheck check(Guard guard) {
    return switch (guard) {
      case Guard.Named(String name) -> named(name);
      case Guard.Ip(List<String> networks) -> ip(Networks.of(networks));
      case Guard.All(List<Guard> guards) -> all(checks(guards), 0, "");
      case Guard.Any(List<Guard> guards) -> any(checks(guards), 0);
      case Guard.Not(Guard inner) -> not(check(inner));
      case ClientCertificate certificate -> certificate(certificate);
      default -> other(guard);
    };
  }

  /// The headers by which a guard tells the action who the client is. The client's own of these
  /// names never get through, whatever the guard finds.
  public List<String> tells(Guard guard) {
    return switch (guard) {
      case Guard.Named(String name) -> {
        Guard inner = named.get(name);
        yield inner == null ? List.of() : tells(inner);
      }
      case Guard.All(List<Guard> guards) -> tells(guards);
      case Guard.Any(List<Guard> guards) -> tells(guards);
      case Guard.Not(Guard inner) -> tells(inner);
      case Jwt jwt -> List.copyOf(jwt.forward().keySet());
      case Oidc oidc -> List.copyOf(oidc.forward().keySet());
      case ForwardAuth auth -> auth.copy();
      case ClientCertificate certificate ->
          certificate.forward().isEmpty() ? List.of() : List.of(certificate.forward());
      case Guard.Ip _, Basic _, ApiKey _ -> List.of();
    };
  }

  private List<String> tells(List<Guard> guards) {
    return guards.stream().flatMap(guard -> tells(guard).stream()).toList();
  }

  private GuardCheck named(String name) {
    Guard guard = named.get(name);
    if (guard == null) {
      throw new IllegalArgumentException("must name an entry under 'auth', but is '" + name + "'");
    }
    return check(guard);
  }

  private GuardCheck other(Guard guard) {
    GuardCheck check = source.check(guard);
    if (check == null) {
      throw new IllegalArgumentException(
          "must be a guard that this program can check, but is "
              + guard.getClass().getSimpleName());
    }
    return check;
  }

  private List<GuardCheck> checks(List<Guard> guards) {
    var checks = new ArrayList<GuardCheck>();
    guards.forEach(guard -> checks.add(check(guard)));
    if (checks.isEmpty()) {
      throw new IllegalArgumentException("must name at least one guard, but is empty");
    }
    return checks;
  }

  private static void pass(Decision decision, String user) {
    decision.pass(user, Set.of(), Set.of(), NOTHING);
  }

  private static GuardCheck ip(Networks networks) {
    return (exchange, decision) -> {
      if (networks.contains(address(exchange.client()))) {
        pass(decision, "");
      } else {
        decision.refuse(403, "");
      }
    };
  }

  private static byte[] address(String client) {
    try {
      return InetAddress.ofLiteral(client).getAddress();
    } catch (IllegalArgumentException _) {
      return new byte[0];
    }
  }

  /// The first user that was found is the user; what each guard tells is told together.
  private static GuardCheck all(List<GuardCheck> checks, int from, String knownUser) {
    return (exchange, decision) ->
        checks.get(from).check(exchange, new AllOf(exchange, decision, checks, from, knownUser));
  }

  private record AllOf(
      RoutedExchange exchange, Decision decision, List<GuardCheck> checks, int at, String known)
      implements Decision {
    @Override
    public void pass(String user, Set<String> roles, Set<String> scopes, Fields told) {
      String who = known.isEmpty() ? user : known;
      if (at + 1 == checks.size()) {
        decision.pass(who, roles, scopes, told);
        return;
      }
      Decision further = new Joined(decision, roles, scopes, told);
      all(checks, at + 1, who).check(exchange, further);
    }

    @Override
    public void refuse(int status, String challenge) {
      decision.refuse(status, challenge);
    }
  }

  private record Joined(Decision decision, Set<String> roles, Set<String> scopes, Fields told)
      implements Decision {
    @Override
    public void pass(String user, Set<String> more, Set<String> moreScopes, Fields moreTold) {
      decision.pass(
          user,
          join(roles, more),
          join(scopes, moreScopes),
          new Fields().copy(told).copy(moreTold));
    }

    private static Set<String> join(Set<String> a, Set<String> b) {
      var joined = new java.util.HashSet<>(a);
      joined.addAll(b);
      return joined;
    }

    @Override
    public void refuse(int status, String challenge) {
      decision.refuse(status, challenge);
    }
  }

  private static GuardCheck any(List<GuardCheck> checks, int from) {
    return (exchange, decision) ->
        checks.get(from).check(exchange, new Alternatives(checks, from + 1, exchange, decision));
  }

  /// Who is refused by one is asked by the next.
  private record Alternatives(
      List<GuardCheck> checks, int next, RoutedExchange exchange, Decision decision)
      implements Decision {
    @Override
    public void pass(String user, Set<String> roles, Set<String> scopes, Fields told) {
      decision.pass(user, roles, scopes, told);
    }

    @Override
    public void refuse(int status, String challenge) {
      if (next == checks.size()) {
        decision.refuse(status, challenge);
      } else {
        any(checks, next).check(exchange, decision);
      }
    }
  }

  private static GuardCheck not(GuardCheck check) {
    return (exchange, decision) -> check.check(exchange, new Opposite(decision));
  }

  /// A guard that could not find out has not said no.
  private record Opposite(Decision decision) implements Decision {
    @Override
    public void pass(String user, Set<String> roles, Set<String> scopes, Fields told) {
      decision.refuse(403, "");
    }

    @Override
    public void refuse(int status, String challenge) {
      if (status >= 500) {
        decision.refuse(status, challenge);
      } else {
        Guards.pass(decision, "");
      }
    }
  }

  private static GuardCheck certificate(ClientCertificate rules) {
    Set<String> subjects = Set.copyOf(rules.subjects());
    String forward = rules.forward();
    return (exchange, decision) -> {
      TlsFacts tls = exchange.peer().tls();
      if (tls == null || tls.clientCertificates().isEmpty()) {
        decision.refuse(401, "");
        return;
      }
      X509Certificate certificate = tls.clientCertificates().getFirst();
      String subject = certificate.getSubjectX500Principal().getName();
      if (subjects.isEmpty() || CertificateNames.has(certificate, subjects)) {
        Fields told = new Fields();
        if (!forward.isEmpty()) {
          told.add(FieldName.of(forward), subject);
        }
        decision.pass(subject, Set.of(), Set.of(), told);
      } else {
        decision.refuse(403, "");
      }
    };
  }
}
