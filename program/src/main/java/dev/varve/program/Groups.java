package dev.varve.program;

/// What the groups of commands are for.
final class Groups {
  private Groups() {}

  static String describe(String group) {
    return switch (group) {
      case "db" -> "Documents with their whole history.";
      default -> throw new IllegalArgumentException("the group '" + group + "' has no description");
    };
  }
}
