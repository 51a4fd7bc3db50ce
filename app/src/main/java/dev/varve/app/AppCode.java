package dev.varve.app;

import dev.varve.base.Code;
import dev.varve.base.Exit;
import dev.varve.base.Problem;

/// What can be wrong with an application before it answers.
public enum AppCode implements Code {
  DEFINE_FAILED(
      "E1701",
      "the application did not define its routes",
      "The application threw while it was asked for its routes. The message carries what it threw; nothing of it is"
          + " served."),
  BAD_PATH(
      "E1702",
      "a route's path is wrong",
      "A path is exact (/users), has holes (/users/{id}) or takes the rest (/files/*path). The message says which rule"
          + " it breaks."),
  DUPLICATE_ROUTE(
      "E1703",
      "two routes answer the same",
      "Two routes have the same method and the same path, so one of them would never be reached. Remove one.");

  private final String id;
  private final String title;
  private final String explanation;

  AppCode(String id, String title, String explanation) {
    this.id = id;
    this.title = title;
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
    return Exit.INVALID;
  }

  Problem problem(String application, String message) {
    return new Problem(this, "app " + application, message, "");
  }
}
