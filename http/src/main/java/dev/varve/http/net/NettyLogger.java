package dev.varve.http.net;

import dev.varve.base.LateLogger;
import io.netty.util.internal.logging.AbstractInternalLogger;
import io.netty.util.internal.logging.FormattingTuple;
import io.netty.util.internal.logging.InternalLogger;
import io.netty.util.internal.logging.InternalLoggerFactory;
import io.netty.util.internal.logging.MessageFormatter;
import org.jspecify.annotations.Nullable;

/// What Netty has to say goes where our own lines go, but for its traces: it makes fifty loggers
/// while it starts, and to ask the JDK whether one of them is heard opens every jar, a fifth of a
/// start.
@SuppressWarnings("serial") // the interface is, and nobody writes loggers down
final class NettyLogger extends AbstractInternalLogger {
  /// Makes them for [InternalLoggerFactory#setDefaultFactory].
  static final class Factory extends InternalLoggerFactory {
    @Override
    protected InternalLogger newInstance(String name) {
      return new NettyLogger(name, LateLogger.of(name));
    }
  }

  private final System.Logger target;

  NettyLogger(String name, System.Logger target) {
    super(name);
    this.target = target;
  }

  private void tell(System.Logger.Level level, FormattingTuple line) {
    target.log(level, line.getMessage(), line.getThrowable());
  }

  @Override
  public boolean isTraceEnabled() {
    return false;
  }

  @Override
  public void trace(@Nullable String message) {}

  @Override
  public void trace(@Nullable String form, @Nullable Object a) {}

  @Override
  public void trace(@Nullable String form, @Nullable Object a, @Nullable Object b) {}

  @Override
  public void trace(@Nullable String form, @Nullable Object... all) {}

  @Override
  public void trace(@Nullable String message, @Nullable Throwable thrown) {}

  @Override
  public boolean isDebugEnabled() {
    return false;
  }

  @Override
  public void debug(@Nullable String message) {}

  @Override
  public void debug(@Nullable String form, @Nullable Object a) {}

  @Override
  public void debug(@Nullable String form, @Nullable Object a, @Nullable Object b) {}

  @Override
  public void debug(@Nullable String form, @Nullable Object... all) {}

  @Override
  public void debug(@Nullable String message, @Nullable Throwable thrown) {}

  @Override
  public boolean isInfoEnabled() {
    return target.isLoggable(System.Logger.Level.INFO);
  }

  @Override
  public void info(@Nullable String message) {
    target.log(System.Logger.Level.INFO, message);
  }

  @Override
  public void info(@Nullable String form, @Nullable Object a) {
    tell(System.Logger.Level.INFO, MessageFormatter.format(form, a));
  }

  @Override
  public void info(@Nullable String form, @Nullable Object a, @Nullable Object b) {
    tell(System.Logger.Level.INFO, MessageFormatter.format(form, a, b));
  }

  @Override
  public void info(@Nullable String form, @Nullable Object... all) {
    tell(System.Logger.Level.INFO, MessageFormatter.arrayFormat(form, all));
  }

  @Override
  public void info(@Nullable String message, @Nullable Throwable thrown) {
    target.log(System.Logger.Level.INFO, message, thrown);
  }

  @Override
  public boolean isWarnEnabled() {
    return target.isLoggable(System.Logger.Level.WARNING);
  }

  @Override
  public void warn(@Nullable String message) {
    target.log(System.Logger.Level.WARNING, message);
  }

  @Override
  public void warn(@Nullable String form, @Nullable Object a) {
    tell(System.Logger.Level.WARNING, MessageFormatter.format(form, a));
  }

  @Override
  public void warn(@Nullable String form, @Nullable Object a, @Nullable Object b) {
    tell(System.Logger.Level.WARNING, MessageFormatter.format(form, a, b));
  }

  @Override
  public void warn(@Nullable String form, @Nullable Object... all) {
    tell(System.Logger.Level.WARNING, MessageFormatter.arrayFormat(form, all));
  }

  @Override
  public void warn(@Nullable String message, @Nullable Throwable thrown) {
    target.log(System.Logger.Level.WARNING, message, thrown);
  }

  @Override
  public boolean isErrorEnabled() {
    return target.isLoggable(System.Logger.Level.ERROR);
  }

  @Override
  public void error(@Nullable String message) {
    target.log(System.Logger.Level.ERROR, message);
  }

  @Override
  public void error(@Nullable String form, @Nullable Object a) {
    tell(System.Logger.Level.ERROR, MessageFormatter.format(form, a));
  }

  @Override
  public void error(@Nullable String form, @Nullable Object a, @Nullable Object b) {
    tell(System.Logger.Level.ERROR, MessageFormatter.format(form, a, b));
  }

  @Override
  public void error(@Nullable String form, @Nullable Object... all) {
    tell(System.Logger.Level.ERROR, MessageFormatter.arrayFormat(form, all));
  }

  @Override
  public void error(@Nullable String message, @Nullable Throwable thrown) {
    target.log(System.Logger.Level.ERROR, message, thrown);
  }
}
