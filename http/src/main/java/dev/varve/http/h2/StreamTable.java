package dev.varve.http.h2;

import org.jspecify.annotations.Nullable;

/// The open streams of a connection by their number: open addressing, no boxes. Remembers which
/// streams were reset lately, since frames for them may still be on their way, and which came to
/// their end, behind which nothing may come.
final class StreamTable {
  private static final int SLOTS_AT_FIRST = 8;
  private static final @Nullable Stream[] NO_STREAMS = {null};
  private static final Stream[] NONE_OPEN = {};
  private static final int[] NONE = {};
  private static final int RESETS_KEPT = 64;
  private static final int ENDS_KEPT = 16;

  private @Nullable Stream[] slots = NO_STREAMS;
  private int count;
  private int[] resets = NONE;
  private int resetCount;
  private int[] ends = NONE;
  private int endCount;

  int count() {
    return count;
  }

  @Nullable Stream find(int id) {
    int mask = slots.length - 1;
    for (int slot = slot(id, mask); ; slot = (slot + 1) & mask) {
      Stream each = slots[slot];
      if (each == null || each.id == id) {
        return each;
      }
    }
  }

  void add(Stream stream) {
    if ((count + 1) * 2 > slots.length) {
      grow();
    }
    insert(stream);
    count++;
  }

  void remove(Stream stream) {
    int mask = slots.length - 1;
    int hole = slot(stream.id, mask);
    while (slots[hole] != stream) {
      if (slots[hole] == null) {
        return;
      }
      hole = (hole + 1) & mask;
    }
    count--;
    slots[hole] = null;
    // Move up whatever would not be found any more behind the hole.
    for (int slot = (hole + 1) & mask; ; slot = (slot + 1) & mask) {
      Stream each = slots[slot];
      if (each == null) {
        return;
      }
      slots[slot] = null;
      insert(each);
    }
  }

  /// No stream was open for a while: gives back the room, and forgets what frames that are still on
  /// their way were remembered for.
  void rest() {
    slots = NO_STREAMS;
    resets = NONE;
    ends = NONE;
  }

  /// Copies the open streams into an array, so that they may end while they are gone through.
  Stream[] all() {
    if (count == 0) {
      return NONE_OPEN;
    }
    var all = new Stream[count];
    int at = 0;
    for (Stream each : slots) {
      if (each != null) {
        all[at++] = each;
      }
    }
    return all;
  }

  /// A stream was reset by us.
  void remember(int id) {
    if (resets.length == 0) {
      resets = new int[RESETS_KEPT];
    }
    resets[resetCount++ & (RESETS_KEPT - 1)] = id;
  }

  boolean wasReset(int id) {
    for (int each : resets) {
      if (each == id) {
        return true;
      }
    }
    return false;
  }

  /// Both sides of a stream came to their end.
  void rememberEnd(int id) {
    if (ends.length == 0) {
      ends = new int[ENDS_KEPT];
    }
    ends[endCount++ & (ENDS_KEPT - 1)] = id;
  }

  /// Whether the stream is known to have ended well; of those that ended long ago that is
  /// forgotten.
  boolean hasEnded(int id) {
    for (int each : ends) {
      if (each == id) {
        return true;
      }
    }
    return false;
  }

  private void insert(Stream stream) {
    int mask = slots.length - 1;
    int slot = slot(stream.id, mask);
    while (slots[slot] != null) {
      slot = (slot + 1) & mask;
    }
    slots[slot] = stream;
  }

  private void grow() {
    var before = slots;
    slots = new Stream[Math.max(SLOTS_AT_FIRST, before.length * 2)];
    for (Stream each : before) {
      if (each != null) {
        insert(each);
      }
    }
  }

  private static int slot(int id, int mask) {
    return (id >>> 1) & mask;
  }
}
