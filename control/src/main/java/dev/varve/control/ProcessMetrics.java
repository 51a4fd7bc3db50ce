package dev.varve.control;

import dev.varve.base.Clock;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryUsage;

/// What every process has: version, age, memory, threads, collections.
public final class ProcessMetrics implements MetricsSource {
  private final Clock clock;
  private final String version;
  private final long startedNanos;

  public ProcessMetrics(Clock clock, String version) {
    this.clock = clock;
    this.version = version;
    this.startedNanos = clock.nanos();
  }

  /// Seconds since the process's parts were built.
  public double uptimeSeconds() {
    return (clock.nanos() - startedNanos) / 1e9;
  }

  @Override
  public void write(MetricText out) {
    MemoryUsage heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage();
    out.family("varve_build_info", "gauge", "Version of the program; always 1.");
    out.sample("varve_build_info", 1, "version", version);
    out.gauge("varve_uptime_seconds", "Seconds since start.", uptimeSeconds());
    out.gauge("varve_heap_used_bytes", "Heap in use.", heap.getUsed());
    out.gauge("varve_heap_committed_bytes", "Heap the process holds.", heap.getCommitted());
    out.gauge(
        "varve_threads", "Platform threads.", ManagementFactory.getThreadMXBean().getThreadCount());
    collections(out);
  }

  private static void collections(MetricText out) {
    double seconds = 0;
    long count = 0;
    for (GarbageCollectorMXBean each : ManagementFactory.getGarbageCollectorMXBeans()) {
      seconds += Math.max(0, each.getCollectionTime()) / 1e3;
      count += Math.max(0, each.getCollectionCount());
    }
    out.counter("varve_gc_collections", "Garbage collections.", count);
    out.counter("varve_gc_seconds", "Seconds spent in garbage collections.", seconds);
  }
}
