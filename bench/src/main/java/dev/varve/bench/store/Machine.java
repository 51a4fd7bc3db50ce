package dev.varve.bench.store;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/// The machine and the clocks of its processes.
final class Machine {
  private Machine() {}

  static String describe() {
    return System.getProperty("os.name")
        + " "
        + System.getProperty("os.version")
        + ", "
        + System.getProperty("os.arch")
        + ", "
        + Runtime.getRuntime().availableProcessors()
        + " cores, JDK "
        + System.getProperty("java.runtime.version");
  }

  /// User and system time of this process.
  static double cpuSeconds() {
    return ProcessHandle.current()
        .info()
        .totalCpuDuration()
        .map(Machine::seconds)
        .orElseThrow(() -> new IllegalStateException("the system must tell the time of processes"));
  }

  /// User and system time of a process and those it started.
  static double cpuSeconds(ProcessHandle process) {
    double sum = process.info().totalCpuDuration().map(Machine::seconds).orElse(0.0);
    return sum
        + process
            .descendants()
            .mapToDouble(child -> child.info().totalCpuDuration().map(Machine::seconds).orElse(0.0))
            .sum();
  }

  private static double seconds(Duration duration) {
    return duration.toNanos() / 1e9;
  }

  /// Of the heap, after collecting.
  static double heapMebibytes() {
    System.gc();
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed() / 1048576.0;
  }

  /// What the complete segments of a store take, with their tables.
  static double completeMebibytes(Path store) throws IOException {
    long bytes = 0;
    try (var files = Files.list(store)) {
      for (Path file : files.toList()) {
        String name = file.getFileName().toString();
        if (name.endsWith(".seq")) {
          Path log = file.resolveSibling(name.replace(".seq", ".log"));
          bytes += Files.size(file) + Files.size(log);
        }
      }
    }
    return bytes / 1048576.0;
  }
}
