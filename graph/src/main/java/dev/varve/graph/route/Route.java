package dev.varve.graph.route;

import dev.varve.graph.action.Action;
import dev.varve.graph.action.Actions;
import dev.varve.graph.shape.Field;
import dev.varve.graph.shape.Inline;
import dev.varve.graph.shape.OneOf;
import dev.varve.graph.shape.Shape;
import dev.varve.graph.shape.Types;
import java.util.List;

/// Which requests are answered, under which conditions, and how.
public record Route(
    String id,
    String owner,
    Match match,
    Access access,
    Limits limits,
    Rewriting rewriting,
    Delivery delivery,
    Action action) {
  private static final Field<Route, String> ID =
      Field.of(
          "id",
          "Names the route in logs, metrics and commands; made from site, path and methods when"
              + " left out.",
          Types.text("an id of letters, digits and a few signs", Route::checkedId),
          "",
          Route::id);
  private static final Field<Route, String> OWNER =
      Field.of(
          "owner",
          "Who wrote it, when not this configuration: a discovery source and its object.",
          Types.anyText(),
          "",
          Route::owner);
  private static final Inline<Route, Match> MATCH = new Inline<>(Match.SHAPE, Route::match);
  private static final Inline<Route, Access> ACCESS = new Inline<>(Access.SHAPE, Route::access);
  private static final Inline<Route, Limits> LIMITS = new Inline<>(Limits.SHAPE, Route::limits);
  private static final Inline<Route, Rewriting> REWRITING =
      new Inline<>(Rewriting.SHAPE, Route::rewriting);
  private static final Inline<Route, Delivery> DELIVERY =
      new Inline<>(Delivery.SHAPE, Route::delivery);
  private static final OneOf<Route, Action> ACTION = new OneOf<>(Actions.TYPE, Route::action);

  /// Members, bounds and defaults.
  public static final Shape<Route> SHAPE =
      Shape.of(
          "Route",
          "Which requests are answered, under which conditions, and how.",
          List.of(ID, OWNER, MATCH, ACCESS, LIMITS, REWRITING, DELIVERY, ACTION),
          v ->
              new Route(
                  v.get(ID),
                  v.get(OWNER),
                  v.get(MATCH),
                  v.get(ACCESS),
                  v.get(LIMITS),
                  v.get(REWRITING),
                  v.get(DELIVERY),
                  v.get(ACTION)));

  public Route {
    ID.check(id);
    OWNER.check(owner);
  }

  /// A path and what answers it, everything else by default.
  public static Route of(String path, Action action) {
    return new Route(
        "",
        "",
        Match.path(path),
        Access.DEFAULT,
        Limits.DEFAULT,
        Rewriting.DEFAULT,
        Delivery.DEFAULT,
        action);
  }

  public Route withId(String newId) {
    return new Route(newId, owner, match, access, limits, rewriting, delivery, action);
  }

  public Route withOwner(String newOwner) {
    return new Route(id, newOwner, match, access, limits, rewriting, delivery, action);
  }

  public Route withMatch(Match newMatch) {
    return new Route(id, owner, newMatch, access, limits, rewriting, delivery, action);
  }

  public Route withAccess(Access newAccess) {
    return new Route(id, owner, match, newAccess, limits, rewriting, delivery, action);
  }

  public Route withLimits(Limits newLimits) {
    return new Route(id, owner, match, access, newLimits, rewriting, delivery, action);
  }

  public Route withRewriting(Rewriting newRewriting) {
    return new Route(id, owner, match, access, limits, newRewriting, delivery, action);
  }

  public Route withDelivery(Delivery newDelivery) {
    return new Route(id, owner, match, access, limits, rewriting, newDelivery, action);
  }

  private static String checkedId(String text) {
    if (text.length() > 256 || !text.chars().allMatch(c -> c > ' ' && c != 0x7f)) {
      throw new IllegalArgumentException(
          "must be at most 256 characters without spaces, but is '" + text + "'");
    }
    return text;
  }
}
