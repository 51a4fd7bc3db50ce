package dev.varve.config.typescript;

import dev.varve.base.Clock;
import dev.varve.base.Failure;
import dev.varve.base.Problem;
import dev.varve.config.source.ConfigCode;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// Runs a linked configuration in QuickJS, which is compiled to WebAssembly and from there to Java:
/// it has no way to a file, a socket, the environment or another class, because nothing is handed
/// to it. Time, memory and depth are bounded from outside.
///
/// Every run has its own thread, which ends with it, and its own engine.
final class Sandbox {
  private static final Duration PROCESSOR = Duration.ofSeconds(2);

  /// A long value takes longer to read than it took to build. Between two pieces of it the author's
  /// code has as long as before, since a getter may loop.
  private static final Duration READING = Duration.ofSeconds(20);

  /// On a machine with much else to do, two seconds of processor time may take this long.
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private static final long STACK_BYTES = 16 << 20;

  private Sandbox() {}

  /// @return the driver's report
  /// @throws Failure when a bound was met
  static String run(Program program, Console console) {
    var run = new Run(program, console);
    Thread thread =
        Thread.ofPlatform().name("varve-config").daemon(true).stackSize(STACK_BYTES).unstarted(run);
    thread.start();
    watch(thread, run);
    return run.result();
  }

  private static void watch(Thread thread, Run run) {
    ThreadMXBean clock = ManagementFactory.getThreadMXBean();
    long patience = Clock.SYSTEM.nanos() + PATIENCE.toNanos();
    try {
      while (!thread.join(Duration.ofMillis(10))) {
        boolean spent = run.isSpent(clock.getThreadCpuTime(thread.threadId()));
        if (spent || Clock.SYSTEM.nanos() > patience) {
          run.timeout = true;
          thread.interrupt();
          thread.join();
        }
      }
    } catch (InterruptedException _) {
      thread.interrupt();
      Thread.currentThread().interrupt();
    }
  }

  /// What the thread does, and what became of it. Read by the watcher when the thread has ended.
  private static final class Run implements Runnable {
    private final Program program;
    private final Console console;
    private volatile long begun = -1;
    private volatile long reading = -1;
    private volatile boolean timeout;
    private @Nullable String report;
    private @Nullable Throwable thrown;
    private QuickJs.Fate fate = QuickJs.Fate.FINE;

    Run(Program program, Console console) {
      this.program = program;
      this.console = console;
    }

    /// @param nanos processor time of the thread
    boolean isSpent(long nanos) {
      boolean silent = begun >= 0 && nanos - begun > PROCESSOR.toNanos();
      return silent || (reading >= 0 && nanos - reading > READING.toNanos());
    }

    @Override
    public void run() {
      try {
        var engine = new QuickJs(program, console, this::piece);
        begun = processorNanos();
        fate = engine.run();
        report = engine.report();
      } catch (RuntimeException | Error e) {
        thrown = e;
      }
    }

    private void piece() {
      begun = processorNanos();
      reading = reading < 0 ? begun : reading;
    }

    private static long processorNanos() {
      return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }

    String result() {
      if (timeout) {
        throw tooMuch("end within 2 seconds of processor time", "goes on");
      }
      return switch (fate) {
        case MEMORY -> throw tooMuch("live in 64 MiB of memory", "needs more");
        case DEPTH -> throw tooMuch("call functions at most some hundred deep", "goes deeper");
        case FINE -> finished();
      };
    }

    private String finished() {
      if (report == null) {
        throw new IllegalStateException("the configuration's engine failed", thrown);
      }
      return report;
    }

    private Failure tooMuch(String rule, String found) {
      return new Failure(
          new Problem(
              ConfigCode.BOUNDS,
              program.pieces().getLast().source().name(),
              "the configuration must " + rule + ", but " + found,
              "look for a loop or a recursion that does not end"));
    }
  }
}
