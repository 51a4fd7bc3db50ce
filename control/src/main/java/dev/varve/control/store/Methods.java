package dev.varve.control.store;

import dev.varve.base.Failure;
import dev.varve.base.Problem;
import dev.varve.control.ControlCode;

/// Which methods a path has.
final class Methods {
  private Methods() {}

  static void require(StoreRequest request, String method) {
    boolean read = method.equals("GET") && request.method().equals("HEAD");
    if (!read && !request.method().equals(method)) {
      throw notAllowed(method);
    }
  }

  static Failure notAllowed(String allowed) {
    return new Failure(
        new Problem(ControlCode.WRONG_METHOD, allowed, "the method must be one of " + allowed, ""));
  }
}
