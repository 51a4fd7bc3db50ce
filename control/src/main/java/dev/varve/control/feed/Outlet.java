package dev.varve.control.feed;

import java.nio.ByteBuffer;

/// Where one client is told something. Belongs to its loop.
interface Outlet {
  /// Whether it is worth trying.
  boolean hasRoom();

  /// Sends all of the bytes, which are lent, or none, when there is no room or nobody is there. Who
  /// was refused is to be pushed when there is room again.
  boolean take(ByteBuffer lent);

  /// There will be nothing more.
  void end();

  /// There ought to be more, but it cannot be had.
  void fail(String reason);
}
