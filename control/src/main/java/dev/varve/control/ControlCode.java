package dev.varve.control;

import dev.varve.base.Code;
import dev.varve.base.Exit;

/// What can be wrong about the admin listener.
public enum ControlCode implements Code {
  NO_TOKEN(
      "E1601",
      "the admin token cannot be read or written",
      Exit.NOT_ALLOWED,
      "The token that the admin listener asks for is kept in the file admin-token in the data directory, readable by its"
          + " owner only. Check who owns the directory, or run the command as that user.");

  private final String id;
  private final String title;
  private final Exit exit;
  private final String explanation;

  ControlCode(String id, String title, Exit exit, String explanation) {
    this.id = id;
    this.title = title;
    this.exit = exit;
    this.explanation = explanation;
  }

  @Override
  public String id() {
    return id;
  }

  @Override
  public String title() {
    return title;
  }

  @Override
  public String explanation() {
    return explanation;
  }

  @Override
  public Exit exit() {
    return exit;
  }
}
