package dev.varve.app;

import java.util.Optional;

/// Decides whether a request may reach a handler. Every route names one: there is no route that is
/// open because somebody forgot.
@FunctionalInterface
public interface Guard {
  /// Empty when the request may pass, otherwise the answer that refuses it.
  Optional<Reply> refuse(Request request) throws Exception;

  /// Anybody may pass.
  static Guard open() {
    return _ -> Optional.empty();
  }

  /// Passes who passes both; the first refusal counts.
  default Guard and(Guard other) {
    return request -> {
      Optional<Reply> refusal = refuse(request);
      return refusal.isPresent() ? refusal : other.refuse(request);
    };
  }

  /// Passes who passes either; the second refusal counts.
  default Guard or(Guard other) {
    return request -> refuse(request).isEmpty() ? Optional.empty() : other.refuse(request);
  }

  /// Passes who does not pass this one, and answers 403 to the others.
  default Guard not() {
    return request ->
        refuse(request).isPresent()
            ? Optional.empty()
            : Optional.of(Reply.problem(403, "This is not for you."));
  }
}
