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
  public void write(StringBuilder out) {
    MemoryUsage heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage();
    family(out, "varve_build_info", "gauge", "Version of the program; always 1.");
    out.append("varve_build_info{version=\"").append(version).append("\"} 1\n");
    gauge(out, "varve_uptime_seconds", "Seconds since start.", uptimeSeconds());
    gauge(out, "varve_heap_used_bytes", "Heap in use.", (double) heap.getUsed());
    gauge(
        out, "varve_heap_committed_bytes", "Heap the process holds.", (double) heap.getCommitted());
    gauge(
        out,
        "varve_threads",
        "Platform threads.",
        ManagementFactory.getThreadMXBean().getThreadCount());
    collections(out);
  }

  private static void collections(StringBuilder out) {
    double seconds = 0;
    long count = 0;
    for (GarbageCollectorMXBean each : ManagementFactory.getGarbageCollectorMXBeans()) {
      seconds += Math.max(0, each.getCollectionTime()) / 1e3;
      count += Math.max(0, each.getCollectionCount());
    }
    family(out, "varve_gc_collections_total", "counter", "Garbage collections.");
    out.append("varve_gc_collections_total ").append(count).append('\n');
    family(out, "varve_gc_seconds_total", "counter", "Seconds spent in garbage collections.");
    out.append("varve_gc_seconds_total ").append(seconds).append('\n');
  }

  private static void gauge(StringBuilder out, String name, String help, double value) {
    family(out, name, "gauge", help);
    out.append(name).append(' ').append(value).append('\n');
  }

  private static void family(StringBuilder out, String name, String type, String help) {
    out.append("# HELP ").append(name).append(' ').append(help).append('\n');
    out.append("# TYPE ").append(name).append(' ').append(type).append('\n');
  }
}
