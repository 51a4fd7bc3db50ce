package dev.varve.bench.store;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.concurrent.ThreadFactory;

/// Threads that do the same again and again for a time.
///
/// @param makes what kind of threads
record Crew(int threads, double seconds, ThreadFactory makes) {
  Crew(int threads, double seconds) {
    this(threads, seconds, Thread.ofPlatform().factory());
  }

  /// A crew of virtual threads.
  Crew virtual() {
    return new Crew(threads, seconds, Thread.ofVirtual().factory());
  }

  /// What is done again and again.
  interface Work {
    void run() throws Exception;
  }

  Rate run(Work work) throws InterruptedException {
    var taken = new long[threads][];
    var crew = new ArrayList<Thread>();
    double cpu = Machine.cpuSeconds();
    long start = System.nanoTime();
    long end = start + (long) (seconds * 1e9);
    for (int i = 0; i < threads; i++) {
      int index = i;
      crew.add(makes.newThread(() -> taken[index] = loop(end, work)));
    }
    crew.forEach(Thread::start);
    for (Thread thread : crew) {
      thread.join();
    }
    double elapsed = (System.nanoTime() - start) / 1e9;
    long[] all = Arrays.stream(taken).flatMapToLong(Arrays::stream).toArray();
    return Rate.of(all, elapsed, Machine.cpuSeconds() - cpu);
  }

  private static long[] loop(long end, Work work) {
    var taken = new long[1 << 14];
    int count = 0;
    try {
      for (long now = System.nanoTime(); now < end; ) {
        work.run();
        long after = System.nanoTime();
        if (count == taken.length) {
          taken = Arrays.copyOf(taken, 2 * count);
        }
        taken[count++] = after - now;
        now = after;
      }
    } catch (Exception e) {
      throw new IllegalStateException("the work must not fail", e);
    }
    return Arrays.copyOf(taken, count);
  }
}
