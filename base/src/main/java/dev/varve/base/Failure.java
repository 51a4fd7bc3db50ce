package dev.varve.base;

import java.util.List;
import java.util.stream.Collectors;

/// Something could not be done, for reasons a person can act on. Carries every problem that was
/// found, never only the first. A failure is not a bug: it is shown without a stack trace.
public final class Failure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient List<Problem> problems;

  public Failure(Problem problem) {
    this(List.of(problem));
  }

  public Failure(Code code, String message, String next) {
    this(Problem.of(code, message, next));
  }

  public Failure(Problem problem, Throwable cause) {
    this(List.of(problem));
    initCause(cause);
  }

  /// @param problems at least one
  public Failure(List<Problem> problems) {
    super(problems.stream().map(Problem::toString).collect(Collectors.joining("\n")));
    if (problems.isEmpty()) {
      throw new IllegalArgumentException("a failure must have a problem");
    }
    this.problems = List.copyOf(problems);
  }

  public List<Problem> problems() {
    return problems;
  }

  /// The exit of the first problem.
  public Exit exit() {
    return problems.getFirst().code().exit();
  }
}
