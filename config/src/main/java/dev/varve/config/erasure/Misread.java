package dev.varve.config.erasure;

/// The grammar cannot go on. Cheap to throw, because the reader tries one meaning and then another;
/// the last one becomes the author's problem.
final class Misread extends RuntimeException {
  private static final long serialVersionUID = 1L;

  final int offset;
  final String next;
  final boolean unsupported;

  private Misread(int offset, String message, String next, boolean unsupported) {
    super(message, null, false, false);
    this.offset = offset;
    this.next = next;
    this.unsupported = unsupported;
  }

  /// The text is not TypeScript.
  static Misread syntax(int offset, String message) {
    return new Misread(offset, message, "", false);
  }

  /// The text is TypeScript, but of the kind that needs code to be generated.
  static Misread unsupported(int offset, String what, String instead) {
    return new Misread(offset, what, instead, true);
  }

  String rule() {
    return String.valueOf(getMessage());
  }
}
