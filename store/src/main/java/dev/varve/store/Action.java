package dev.varve.store;

/// What a write did. The number is part of the file format and of the version id and never changes.
public enum Action {
  PUT(1),
  DELETE(2),
  INCREMENT(3),
  PATCH(4),
  MERGE_PATCH(5),
  REVERT(6),
  ERASE(7);

  private static final Action[] BY_NUMBER = new Action[8];

  static {
    for (Action action : values()) {
      BY_NUMBER[action.number] = action;
    }
  }

  private final int number;

  Action(int number) {
    this.number = number;
  }

  public int number() {
    return number;
  }

  /// @throws IllegalArgumentException when no action has the number
  public static Action of(int number) {
    Action action = number > 0 && number < BY_NUMBER.length ? BY_NUMBER[number] : null;
    if (action == null) {
      throw new IllegalArgumentException("an action must be 1 to 7, but is " + number);
    }
    return action;
  }
}
