package dev.varve.control.store;

import dev.varve.base.Failure;
import dev.varve.base.Problem;
import dev.varve.control.ControlCode;
import dev.varve.control.identity.StoreAccess;
import dev.varve.control.identity.StoreAccess.Role;

/// Namespaces in which the program keeps what belongs to it: views, indexes, schemas, keys. Their
/// history is read like any other, by administrators; they are written by their own calls only.
final class Own {
  static final String PREFIX = "varve.";

  /// Pieces of large values are no JSON, and read with the values.
  private static final String PIECES = "_chunks";

  private Own() {}

  static boolean is(String namespace) {
    return namespace.startsWith(PREFIX);
  }

  /// Keeps requests that name a namespace of the program's from writing there.
  static void guard(StoreRequest request, String namespace, StoreAccess access) {
    if (namespace.equals(PIECES)) {
      throw Place.nothing(request.path());
    }
    if (!is(namespace)) {
      return;
    }
    access.require(Role.ADMIN, namespace);
    boolean reads = request.method().equals("GET") || request.method().equals("HEAD");
    if (!reads && !request.path().getLast().equals("query")) {
      throw notYours(namespace);
    }
  }

  /// Keeps a batch from writing there.
  static void guardWrite(String namespace) {
    if (is(namespace)) {
      throw notYours(namespace);
    }
  }

  private static Failure notYours(String namespace) {
    return new Failure(
        new Problem(
            ControlCode.READ_ONLY,
            namespace,
            "a namespace of the program's own must be written by its own calls",
            "names that start with " + PREFIX + " are taken"));
  }
}
