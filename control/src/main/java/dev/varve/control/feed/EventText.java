package dev.varve.control.feed;

import dev.varve.store.Version;
import java.io.IOException;
import java.io.OutputStream;

/// How what a watch tells is written.
public interface EventText {
  /// Told first.
  ///
  /// @param from the first position that is told of
  byte[] greeting(long from);

  void write(Version version, OutputStream out) throws IOException;

  /// Retention overtook the watch.
  ///
  /// @param seq the state to read, to go on behind it
  byte[] compacted(long seq);

  /// Nothing came for a while.
  ///
  /// @param next everything up to here has been told
  byte[] idle(long next);

  /// Whether an event may be sent in several pieces.
  boolean isDivisible();
}
