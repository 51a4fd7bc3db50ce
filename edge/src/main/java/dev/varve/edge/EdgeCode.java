package dev.varve.edge;

import dev.varve.base.Code;
import dev.varve.base.Exit;

/// What can go wrong when a graph is taken into service.
public enum EdgeCode implements Code {
  FOLDER_MISSING(
      "E1401",
      "folder does not exist",
      "A static or fastcgi action names a folder that is not there, or is not a folder. Paths are"
          + " relative to the configuration file.",
      Exit.INVALID),
  HANDLER_MISSING(
      "E1402",
      "nobody answers for the action",
      "The action hands requests to a part of the program that is not there: an application of that"
          + " name, or the store.",
      Exit.INVALID),
  GUARD_MISSING(
      "E1403",
      "guard cannot be checked",
      "A route names a guard that this program cannot check. It is refused, since the route would"
          + " stand open.",
      Exit.INVALID),
  REFERENCE_MISSING(
      "E1404",
      "reference leads nowhere",
      "An environment variable or secret that the graph names is not set.",
      Exit.INVALID),
  ADDRESS_WRONG(
      "E1405",
      "address cannot be used",
      "The address of a target is a reference, and what it stands for is no address.",
      Exit.INVALID),
  NOT_WIRED(
      "E1406",
      "setting is not supported yet",
      "The graph format knows the setting, but this version does not act on it. It is refused rather"
          + " than ignored.",
      Exit.INVALID);

  private final String id;
  private final String title;
  private final String explanation;
  private final Exit exit;

  EdgeCode(String id, String title, String explanation, Exit exit) {
    this.id = id;
    this.title = title;
    this.explanation = explanation;
    this.exit = exit;
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
