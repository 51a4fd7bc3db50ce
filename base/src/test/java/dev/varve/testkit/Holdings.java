package dev.varve.testkit;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/// What the process holds at one moment.
///
/// @param threads platform threads that are not the JDK's own
/// @param descriptors number and target of each open file, socket, pipe or poll
/// @param gauges values by name
record Holdings(Set<Thread> threads, Map<String, String> descriptors, Map<String, Long> gauges) {
  private static final Path DESCRIPTORS = Path.of("/proc/self/fd");

  /// Opened when the JVM pleases, closed when it ends, or not by us at all.
  private static final Pattern NOT_COUNTED =
      Pattern.compile(
          ".*\\.(jar|so|jsa|jmod|class)( \\(deleted\\))?|.*\\.so\\..*|/(proc|dev|sys)/.*"
              + "|.*/lib/modules|.*/surefire.*|.*/hsperfdata_.*");

  /// They end by themselves after a quiet second or serve the whole JVM.
  private static final Pattern STANDING_THREAD =
      Pattern.compile(
          "globalEventExecutor-.*|ForkJoinPool\\.commonPool-.*|junit-.*|surefire-.*"
              + "|Attach Listener|process reaper.*|VirtualThread-unparker.*"
              + "|ForkJoinPool.*-delayScheduler");

  static Holdings now(List<LeakCheck.Gauge> gauges) {
    var values = new HashMap<String, Long>();
    gauges.forEach(gauge -> values.put(gauge.name(), gauge.value()));
    return new Holdings(liveThreads(), openDescriptors(), values);
  }

  /// What is held now and was not held before, a line each.
  List<String> missing(Holdings before) {
    var left = new ArrayList<String>();
    for (Thread thread : threads) {
      if (!before.threads.contains(thread)) {
        left.add("thread '" + thread.getName() + "' (" + thread.getState() + ")");
      }
    }
    descriptors.forEach((number, target) -> {
      if (!target.equals(before.descriptors.get(number))) {
        left.add("descriptor " + number + " of " + target + SocketTable.tell(target));
      }
    });
    gauges.forEach((name, value) -> {
      long old = before.gauges.getOrDefault(name, 0L);
      if (value > old) {
        left.add(name + ": " + value + ", before " + old);
      }
    });
    return left;
  }

  private static Set<Thread> liveThreads() {
    ThreadGroup root = Thread.currentThread().getThreadGroup();
    while (root.getParent() != null) {
      root = root.getParent();
    }
    var all = new Thread[root.activeCount() * 2 + 32];
    int count = root.enumerate(all);
    var live = new HashSet<Thread>();
    for (int i = 0; i < count; i++) {
      if (!standing(all[i])) {
        live.add(all[i]);
      }
    }
    return live;
  }

  private static boolean standing(Thread thread) {
    ThreadGroup group = thread.getThreadGroup();
    return group == null
        || group.getName().equals("InnocuousThreadGroup")
        || thread.getClass().getName().startsWith("jdk.internal.")
        || STANDING_THREAD.matcher(thread.getName()).matches();
  }

  private static Map<String, String> openDescriptors() {
    var open = new HashMap<String, String>();
    if (!Files.isDirectory(DESCRIPTORS)) {
      return open;
    }
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(DESCRIPTORS)) {
      for (Path entry : entries) {
        String target = target(entry);
        if (!NOT_COUNTED.matcher(target).matches()) {
          open.put(entry.getFileName().toString(), target);
        }
      }
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
    return open;
  }

  /// A descriptor that was closed since it was listed counts as one of the kernel's.
  private static String target(Path entry) {
    try {
      return Files.readSymbolicLink(entry).toString();
    } catch (IOException _) {
      return "/proc/gone";
    }
  }
}
