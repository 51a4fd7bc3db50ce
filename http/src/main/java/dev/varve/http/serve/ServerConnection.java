package dev.varve.http.serve;

/// A connection of a client, as its listener sees it. All calls are made on its loop.
public interface ServerConnection {
  /// Ends when nothing is under way: at once when idle, else after what is in flight.
  void drain();

  /// The listener has retired: what comes in is still answered, and the connection ends with its
  /// next answer. What has to be told for that is told.
  default void retire() {}

  /// Ends at once.
  void cut();

  /// Where it stands in its [Serving]; kept for it there.
  int place();

  void place(int place);
}
