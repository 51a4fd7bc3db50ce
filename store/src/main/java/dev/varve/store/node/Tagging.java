package dev.varve.store.node;

import dev.varve.base.Problem;
import dev.varve.store.Store.Tag;
import dev.varve.store.problem.StoreCode;
import dev.varve.store.txn.Space;
import dev.varve.store.txn.Spaces;
import org.jspecify.annotations.Nullable;

/// Which positions can be tagged: those whose versions are all there.
final class Tagging {
  private Tagging() {}

  /// What keeps a position from being tagged, or null.
  static @Nullable Problem problem(Tag tag, Spaces spaces, long latest) {
    if (tag.seq() > latest) {
      return Problem.of(
          StoreCode.NO_SUCH_VERSION,
          "a tag must name a position up to " + latest + ", but names " + tag.seq(),
          "tag the latest one");
    }
    boolean known = tag.namespace().isEmpty() || spaces.find(tag.namespace()) != null;
    if (!known) {
      return Problem.of(
          StoreCode.NO_SUCH_VERSION,
          "a tag must be for a namespace there is, but is for '" + tag.namespace() + "'",
          "");
    }
    for (Space space : spaces.all()) {
      boolean meant = tag.namespace().isEmpty() ? !isOwn(space) : is(space, tag);
      if (meant && tag.seq() < space.wholeFrom()) {
        return Problem.of(
            StoreCode.NO_SUCH_VERSION,
            "retention must not have removed versions of "
                + space.name()
                + " that were current at "
                + tag.seq()
                + ", but may have",
            "tag a position from " + space.wholeFrom() + " on");
      }
    }
    return null;
  }

  private static boolean isOwn(Space space) {
    return space.name().startsWith("_");
  }

  private static boolean is(Space space, Tag tag) {
    return space.name().equals(tag.namespace());
  }
}
