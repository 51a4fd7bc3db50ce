package dev.varve.program;

/// What the groups of commands are for.
final class Groups {
  private Groups() {}

  static String describe(String group) {
    return switch (group) {
      case "db" -> "Documents with their whole history.";
      case "upstreams" -> "How targets stand, and what people do with them.";
      case "view" -> "Queries whose answers are kept up to date.";
      case "index" -> "What makes queries fast.";
      case "keys" -> "Who may use the store over the network, and for what.";
      default -> throw new IllegalArgumentException("the group '" + group + "' has no description");
    };
  }
}
