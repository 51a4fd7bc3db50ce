package dev.varve.http.fuzz;

import dev.varve.http.net.Loop;
import dev.varve.http.net.Loops;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/// What the targets share: a loop that lives while a class of tests does, and inputs torn.
public final class Pieces {
  private static final int MOST = 6;

  private static final Logger LOG = Logger.getLogger("dev.varve.http");

  private static @Nullable Loops loops;

  static {
    LOG.setUseParentHandlers(false);
    LOG.addHandler(new Bugs());
  }

  private static volatile @Nullable LogRecord bug;

  private Pieces() {}

  /// The loop of all targets of this process.
  public static synchronized Loop loop() {
    Loops running = loops;
    if (running == null) {
      running = Loops.start(1);
      loops = running;
    }
    return running.get(0);
  }

  /// Ends the loop, if there is one.
  public static synchronized void close() {
    Loops running = loops;
    loops = null;
    if (running != null) {
      running.close();
    }
  }

  /// An input in one piece.
  public static List<ByteBuffer> whole(byte[] input) {
    return List.of(ByteBuffer.wrap(input));
  }

  /// An input in a few pieces, the same ones each time.
  public static List<ByteBuffer> torn(byte[] input) {
    var random = new Random(Arrays.hashCode(input));
    var pieces = new ArrayList<ByteBuffer>();
    int from = 0;
    while (from < input.length) {
      int left = input.length - from;
      int length = pieces.size() == MOST ? left : 1 + random.nextInt(left);
      pieces.add(ByteBuffer.wrap(input, from, length).slice());
      from += length;
    }
    return pieces;
  }

  /// Says that two ways to the same input came to different ends, or that a bug was logged on the
  /// way.
  public static void same(Object whole, Object torn) {
    LogRecord told = bug;
    if (told != null) {
      bug = null;
      throw new AssertionError(told.getMessage(), told.getThrown());
    }
    if (!whole.equals(torn)) {
      throw new AssertionError("in one piece:\n" + whole + "\nin several:\n" + torn);
    }
  }

  /// Takes down what the wire logs as an error: connections survive the bugs of handlers, but here
  /// there must be none.
  private static final class Bugs extends Handler {
    @Override
    public void publish(LogRecord told) {
      if (told.getLevel().equals(Level.SEVERE)) {
        bug = told;
      }
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }
}
