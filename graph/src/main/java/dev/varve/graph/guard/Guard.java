package dev.varve.graph.guard;

import dev.varve.graph.shape.Type;
import dev.varve.graph.shape.Types;
import dev.varve.graph.term.Terms;
import java.util.List;

/// Who must have logged in, and how. A guard that cannot decide refuses.
public sealed interface Guard
    permits ApiKey,
        Basic,
        ClientCertificate,
        ForwardAuth,
        Guard.All,
        Guard.Any,
        Guard.Ip,
        Guard.Named,
        Guard.Not,
        Jwt,
        Oidc {
  /// The entry of this name under `auth`.
  record Named(String name) implements Guard {
    static final Type<Named> TYPE = Types.mapped(Terms.name(), Named::new, Named::name);
  }

  /// The client's address is in one of these networks.
  record Ip(List<String> networks) implements Guard {
    static final Type<Ip> TYPE = Types.mapped(Types.list(Terms.network()), Ip::new, Ip::networks);

    public Ip {
      networks = List.copyOf(networks);
    }
  }

  /// Every one holds.
  record All(List<Guard> guards) implements Guard {
    static final Type<All> LIST = Types.mapped(Types.list(Guards.TYPE), All::new, All::guards);

    public All {
      guards = List.copyOf(guards);
    }
  }

  /// One holds; they are tried in order.
  record Any(List<Guard> guards) implements Guard {
    static final Type<Any> LIST = Types.mapped(Types.list(Guards.TYPE), Any::new, Any::guards);

    public Any {
      guards = List.copyOf(guards);
    }
  }

  /// It does not hold.
  record Not(Guard guard) implements Guard {
    static final Type<Not> INNER = Types.mapped(Guards.TYPE, Not::new, Not::guard);
  }
}
