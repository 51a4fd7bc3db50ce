package dev.varve.control.identity;

import dev.varve.base.Failure;
import dev.varve.base.Problem;
import dev.varve.control.ControlCode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;

/// Who somebody is in the store and how far they may go.
///
/// @param actor who it is; empty for the owner, whose requests say who writes
/// @param grants what they may do; where several speak of a namespace the widest counts
public record StoreAccess(String actor, List<Grant> grants) {
  /// Each may do what the ones before it may.
  public enum Role {
    READ,
    WRITE,
    /// Change how namespaces keep their documents, and erase; over all namespaces also compact,
    /// back up, and make keys for others.
    ADMIN;

    /// As people write it.
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /// A role in some namespaces.
  ///
  /// @param namespaces a name, or the start of names followed by `*`
  public record Grant(String namespaces, Role role) {
    static final String ALL = "*";

    boolean covers(String namespace) {
      return namespaces.endsWith(ALL)
          ? namespace.startsWith(start())
          : namespaces.equals(namespace);
    }

    private String start() {
      return namespaces.substring(0, namespaces.length() - 1);
    }

    private boolean isWiderThan(Grant other) {
      boolean open = other.namespaces.endsWith(ALL);
      return open
          ? namespaces.endsWith(ALL) && other.start().startsWith(start())
          : covers(other.namespaces);
    }

    /// What both allow; adds nothing when they have no namespace in common.
    private void addCommon(Grant other, List<Grant> to) {
      Role least = role.compareTo(other.role) < 0 ? role : other.role;
      if (isWiderThan(other)) {
        to.add(new Grant(other.namespaces, least));
      } else if (other.isWiderThan(this)) {
        to.add(new Grant(namespaces, least));
      }
    }
  }

  /// Everything, as whoever the request names.
  public static final StoreAccess FULL =
      new StoreAccess("", List.of(new Grant(Grant.ALL, Role.ADMIN)));

  public StoreAccess {
    grants = List.copyOf(grants);
  }

  /// One role in some namespaces; in all when none is named.
  public static StoreAccess of(String actor, Collection<String> namespaces, Role role) {
    Collection<String> all = namespaces.isEmpty() ? List.of(Grant.ALL) : namespaces;
    return new StoreAccess(actor, all.stream().map(each -> new Grant(each, role)).toList());
  }

  /// What this and the limits both allow.
  public StoreAccess within(StoreAccess limits) {
    var common = new ArrayList<Grant>();
    for (Grant mine : grants) {
      for (Grant limit : limits.grants) {
        mine.addCommon(limit, common);
      }
    }
    return new StoreAccess(actor, common);
  }

  /// Whether a namespace can be read.
  public boolean reaches(String namespace) {
    return allows(Role.READ, namespace);
  }

  private boolean allows(Role wanted, String namespace) {
    return grants.stream()
        .anyMatch(each -> each.role.compareTo(wanted) >= 0 && each.covers(namespace));
  }

  /// @throws Failure when the namespace cannot be reached so
  public void require(Role wanted, String namespace) {
    if (!allows(wanted, namespace)) {
      throw refused(namespace, wanted, "there");
    }
  }

  /// @throws Failure when the whole store cannot be reached so
  public void requireAll(Role wanted) {
    boolean allowed =
        grants.stream()
            .anyMatch(
                each -> each.role.compareTo(wanted) >= 0 && each.namespaces.equals(Grant.ALL));
    if (!allowed) {
      throw refused("store", wanted, "over all namespaces");
    }
  }

  private Failure refused(String where, Role wanted, String reach) {
    String message =
        "the request must come with the role "
            + wanted.word()
            + " "
            + reach
            + ", but "
            + (actor.isEmpty() ? "this way in" : actor)
            + " has "
            + (grants.isEmpty() ? "none" : describe());
    return new Failure(
        new Problem(
            ControlCode.READ_ONLY, where, message, "use a key that has it: `varve keys create`"));
  }

  private String describe() {
    return String.join(
        ", ", grants.stream().map(each -> each.role.word() + " " + each.namespaces).toList());
  }
}
