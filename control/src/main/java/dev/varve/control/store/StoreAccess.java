package dev.varve.control.store;

import dev.varve.base.Failure;
import dev.varve.base.Problem;
import dev.varve.control.ControlCode;
import java.util.Set;

/// How far somebody may go in the store.
///
/// @param actor who it is; empty lets the request say who writes
/// @param namespaces those that can be reached; empty for all. A name that ends with `*` stands for
///   all that start so
/// @param role what may be done there
public record StoreAccess(String actor, Set<String> namespaces, Role role) {
  /// Each may do what the ones before it may.
  public enum Role {
    READ,
    WRITE,
    /// Change how namespaces keep their documents, erase, and make keys for others.
    ADMIN
  }

  /// Everything, as whoever the request names.
  public static final StoreAccess FULL = new StoreAccess("", Set.of(), Role.ADMIN);

  public StoreAccess {
    namespaces = Set.copyOf(namespaces);
  }

  /// Whether a namespace can be reached.
  public boolean reaches(String namespace) {
    return namespaces.isEmpty() || namespaces.stream().anyMatch(each -> matches(each, namespace));
  }

  private static boolean matches(String pattern, String namespace) {
    return pattern.endsWith("*")
        ? namespace.startsWith(pattern.substring(0, pattern.length() - 1))
        : pattern.equals(namespace);
  }

  /// @throws Failure when the namespace cannot be reached so
  void require(Role wanted, String namespace) {
    if (role.compareTo(wanted) < 0) {
      throw refused(namespace, "needs the role " + word(wanted) + ", but has " + word(role));
    }
    if (!reaches(namespace)) {
      throw refused(namespace, "must be within " + namespaces + ", but is not");
    }
  }

  /// @throws Failure when the whole store cannot be reached so
  void requireAll(Role wanted) {
    require(wanted, "");
  }

  private static String word(Role role) {
    return role.name().toLowerCase(java.util.Locale.ROOT);
  }

  private static Failure refused(String namespace, String message) {
    String where = namespace.isEmpty() ? "store" : namespace;
    return new Failure(new Problem(ControlCode.READ_ONLY, where, "the request " + message, ""));
  }
}
