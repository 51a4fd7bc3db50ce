package dev.varve.store.txn;

import dev.varve.base.Problem;
import dev.varve.store.Outcome;
import dev.varve.store.Version;
import dev.varve.store.problem.StoreCode;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Ends the work on a transaction that cannot be carried out. Never leaves the core.
@SuppressWarnings("serial") // never serialized
final class Stop extends RuntimeException {
  private final Outcome outcome;

  Stop(Outcome outcome) {
    super(null, null, false, false);
    this.outcome = outcome;
  }

  Outcome outcome() {
    return outcome;
  }

  static Stop refuse(StoreCode code, String message) {
    return new Stop(new Outcome.Refused(Problem.of(code, message, "")));
  }

  /// @param key namespace and key
  static Stop conflict(
      String key, String expected, @Nullable Standing head, Optional<Version> current) {
    String but =
        head == null
            ? "it was never written"
            : (head.hasValue() ? "it is at " : "it was deleted at ") + head.seq();
    var problem =
        Problem.of(StoreCode.CONFLICT, key + " must " + expected + ", but " + but, "read it again");
    return new Stop(new Outcome.Conflict(problem, current));
  }
}
