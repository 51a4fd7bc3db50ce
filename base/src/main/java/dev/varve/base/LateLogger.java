package dev.varve.base;

import java.lang.System.Logger;
import java.util.ResourceBundle;
import org.jspecify.annotations.Nullable;

/// A logger that looks for its like in the JDK when something is first logged. Looking opens every
/// jar of the class path and reads the configuration of logging: a tenth of a start, in which
/// nothing is logged mostly.
///
/// Its package is to be named in `jdk.logger.packages`, or lines seem to come from here.
public final class LateLogger implements Logger {
  private final String name;
  private volatile @Nullable Logger found;

  private LateLogger(String name) {
    this.name = name;
  }

  /// One named like the class that logs.
  public static Logger of(Class<?> owner) {
    return of(owner.getName());
  }

  /// One with a name that people know from outside.
  public static Logger of(String name) {
    return new LateLogger(name);
  }

  private Logger logger() {
    Logger known = found;
    if (known == null) {
      known = System.getLogger(name);
      found = known;
    }
    return known;
  }

  @Override
  public String getName() {
    return name;
  }

  @Override
  public boolean isLoggable(Level level) {
    return logger().isLoggable(level);
  }

  @Override
  public void log(
      Level level,
      @Nullable ResourceBundle bundle,
      @Nullable String message,
      @Nullable Throwable thrown) {
    logger().log(level, bundle, message, thrown);
  }

  @Override
  public void log(
      Level level,
      @Nullable ResourceBundle bundle,
      @Nullable String format,
      @Nullable Object @Nullable ... arguments) {
    logger().log(level, bundle, format, arguments);
  }
}
