package dev.varve.edge.guard;

import dev.varve.http.Fields;
import java.util.Set;

/// Where a guard says what it found. The first word counts.
public interface Decision {
  /// The client may pass.
  ///
  /// @param user who it is; empty when the guard does not know
  /// @param roles what it may do, for the route's `roles`
  /// @param scopes what its token is for, for the route's `scopes`
  /// @param told headers for the action; the client's own of the same names are dropped
  void pass(String user, Set<String> roles, Set<String> scopes, Fields told);

  /// The client may not pass.
  ///
  /// @param status 401, 403, or 503 when the guard could not find out
  /// @param challenge the value of WWW-Authenticate, or empty
  void refuse(int status, String challenge);
}
