package dev.varve.base;

/// One thing that is wrong, told so that the reader can act: what, where, why and the next step.
///
/// @param code the stable name of the kind of problem
/// @param where the path, file:line:column or thing concerned; empty when there is none
/// @param message what rule is broken and by what value
/// @param next what to do; empty when the message says it
public record Problem(Code code, String where, String message, String next) {
  /// A problem without a place.
  public static Problem of(Code code, String message, String next) {
    return new Problem(code, "", message, next);
  }

  /// `where: message; next [E1203]`, the form shown to people.
  @Override
  public String toString() {
    var text = new StringBuilder();
    if (!where.isEmpty()) {
      text.append(where).append(": ");
    }
    text.append(message);
    if (!next.isEmpty()) {
      text.append("; ").append(next);
    }
    return text.append(" [").append(code.id()).append(']').toString();
  }
}
