package dev.varve.http.h2;

import org.jspecify.annotations.Nullable;

/// Streams with something to send that waits for its turn, by the priorities of RFC 9218: lower
/// urgency numbers first; of one urgency those that want their answer whole one after the other,
/// the incremental ones in turns.
final class ReadyStreams {
  static final int URGENCIES = 8;

  private static final @Nullable Stream[] NO_STREAMS = {};

  private @Nullable Stream[] first = NO_STREAMS;
  private @Nullable Stream[] last = NO_STREAMS;
  private int levels;

  boolean isEmpty() {
    return levels == 0;
  }

  /// Gives back its room while it is empty.
  void rest() {
    if (isEmpty()) {
      first = NO_STREAMS;
      last = NO_STREAMS;
    }
  }

  /// Adds a stream at the end of its urgency; of no effect when it is there already.
  void add(Stream stream) {
    if (stream.isReady) {
      return;
    }
    if (first.length == 0) {
      first = new Stream[URGENCIES];
      last = new Stream[URGENCIES];
    }
    stream.isReady = true;
    stream.nextReady = null;
    stream.readyUrgency = stream.urgency;
    int level = stream.readyUrgency;
    Stream tail = last[level];
    stream.previousReady = tail;
    if (tail == null) {
      first[level] = stream;
      levels |= 1 << level;
    } else {
      tail.nextReady = stream;
    }
    last[level] = stream;
  }

  /// Puts a stream that was just taken out back to where it was, to go on with it.
  void addFirst(Stream stream) {
    if (stream.isReady) {
      return;
    }
    int level = stream.urgency;
    Stream head = isEmpty() ? null : first[level];
    if (head == null) {
      add(stream);
      return;
    }
    stream.isReady = true;
    stream.readyUrgency = level;
    stream.previousReady = null;
    stream.nextReady = head;
    head.previousReady = stream;
    first[level] = stream;
  }

  /// Takes out whose turn it is.
  @Nullable Stream take() {
    if (levels == 0) {
      return null;
    }
    Stream next = first[Integer.numberOfTrailingZeros(levels)];
    if (next != null) {
      remove(next);
    }
    return next;
  }

  void remove(Stream stream) {
    if (!stream.isReady) {
      return;
    }
    stream.isReady = false;
    int level = stream.readyUrgency;
    Stream before = stream.previousReady;
    Stream after = stream.nextReady;
    stream.previousReady = null;
    stream.nextReady = null;
    if (before == null) {
      first[level] = after;
    } else {
      before.nextReady = after;
    }
    if (after == null) {
      last[level] = before;
    } else {
      after.previousReady = before;
    }
    if (first[level] == null) {
      levels &= ~(1 << level);
    }
  }
}
