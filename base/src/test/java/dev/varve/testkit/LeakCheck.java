package dev.varve.testkit;

import java.time.Duration;
import java.util.List;
import java.util.ServiceLoader;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/// Every test gives back what it took: platform threads, file descriptors (where `/proc` shows
/// them) and whatever a [Gauge] counts. JUnit applies it to all tests of all modules by itself.
/// What a class takes in `@BeforeAll` must be back after `@AfterAll`; what a test takes, after
/// `@AfterEach`.
///
/// Things that end a moment later (a thread on its way out, a socket being closed by the peer) are
/// waited for, two seconds at most. Virtual threads are not seen: the JDK keeps no list of them.
public final class LeakCheck
    implements BeforeAllCallback, BeforeEachCallback, AfterEachCallback, AfterAllCallback {

  /// Something countable that must be back to its old value, such as bytes of pooled buffers in
  /// use. A module names its gauges in `META-INF/services/dev.varve.testkit.LeakCheck$Gauge` of its
  /// test resources.
  public interface Gauge {
    String name();

    long value();
  }

  private static final Duration PATIENCE = Duration.ofSeconds(2);
  private static final ExtensionContext.Namespace NAMESPACE =
      ExtensionContext.Namespace.create(LeakCheck.class);
  private static final List<Gauge> GAUGES =
      ServiceLoader.load(Gauge.class).stream().map(ServiceLoader.Provider::get).toList();

  static {
    Loopback.warmUp();
  }

  @Override
  public void beforeAll(ExtensionContext context) {
    remember(context);
  }

  @Override
  public void beforeEach(ExtensionContext context) {
    remember(context);
  }

  @Override
  public void afterEach(ExtensionContext context) {
    compare(context);
  }

  @Override
  public void afterAll(ExtensionContext context) {
    compare(context);
  }

  private static void remember(ExtensionContext context) {
    context.getStore(NAMESPACE).put(context.getUniqueId(), Holdings.now(GAUGES));
  }

  private static void compare(ExtensionContext context) {
    Holdings before = context.getStore(NAMESPACE).remove(context.getUniqueId(), Holdings.class);
    if (before != null) {
      check(before, GAUGES, PATIENCE);
    }
  }

  static void check(Holdings before, List<Gauge> gauges, Duration patience) {
    if (!Await.within(patience, () -> Holdings.now(gauges).missing(before).isEmpty())) {
      List<String> left = Holdings.now(gauges).missing(before);
      if (!left.isEmpty()) {
        throw new AssertionError(
            "a test must give back what it took, but left "
                + left.size()
                + ":\n  "
                + String.join("\n  ", left));
      }
    }
  }
}
