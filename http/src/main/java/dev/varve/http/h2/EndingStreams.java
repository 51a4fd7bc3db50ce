package dev.varve.http.h2;

import org.jspecify.annotations.Nullable;

/// Streams whose last frame of ours waits in the output, in the order of those frames.
final class EndingStreams {
  private @Nullable Stream first;
  private @Nullable Stream last;

  /// @param mark where in the output its last frame ends
  void add(Stream stream, long mark) {
    stream.endMark = mark;
    Stream tail = last;
    if (tail == null) {
      first = stream;
    } else {
      tail.nextEnding = stream;
    }
    last = stream;
  }

  /// Takes out the next one whose last frame was written, when that much was.
  @Nullable Stream take(long written) {
    Stream head = first;
    if (head == null || head.endMark > written) {
      return null;
    }
    first = head.nextEnding;
    if (first == null) {
      last = null;
    }
    head.nextEnding = null;
    head.endMark = 0;
    return head;
  }

  /// Takes a stream out; of no effect when it is not there.
  void remove(Stream stream) {
    if (stream.endMark == 0) {
      return;
    }
    stream.endMark = 0;
    Stream before = null;
    Stream each = first;
    while (each != null && each != stream) {
      before = each;
      each = each.nextEnding;
    }
    if (each == null) {
      return;
    }
    if (before == null) {
      first = each.nextEnding;
    } else {
      before.nextEnding = each.nextEnding;
    }
    if (each.nextEnding == null) {
      last = before;
    }
    each.nextEnding = null;
  }
}
