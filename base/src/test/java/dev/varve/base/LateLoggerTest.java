package dev.varve.base;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LateLoggerTest {
  private final Logger jdk = Logger.getLogger(LateLoggerTest.class.getName());
  private final List<LogRecord> records = new ArrayList<>();
  private final Handler handler =
      new Handler() {
        @Override
        public void publish(LogRecord line) {
          records.add(line);
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
      };

  @BeforeEach
  void listen() {
    jdk.setUseParentHandlers(false);
    jdk.addHandler(handler);
  }

  @AfterEach
  void forget() {
    jdk.removeHandler(handler);
    jdk.setUseParentHandlers(true);
  }

  @Test
  void saysWhatItIsToldThroughTheLoggerOfTheSameName() {
    var logger = LateLogger.of(LateLoggerTest.class);
    var thrown = new IllegalStateException("why");

    logger.log(Level.WARNING, "plain");
    logger.log(Level.WARNING, "with {0} and {1}", "one", 2);
    logger.log(Level.ERROR, "with a reason", thrown);
    logger.log(Level.INFO, () -> "made when it is wanted");
    logger.log(Level.DEBUG, "too low to be told");

    assertThat(logger.getName()).isEqualTo(LateLoggerTest.class.getName());
    assertThat(records)
        .extracting(LogRecord::getMessage)
        .containsExactly("plain", "with {0} and {1}", "with a reason", "made when it is wanted");
    assertThat(records.get(1).getParameters()).containsExactly("one", 2);
    assertThat(records.get(2).getThrown()).isSameAs(thrown);
  }

  @Test
  void isLoggableWhereTheJdkSaysSo() {
    var logger = LateLogger.of(LateLoggerTest.class.getName());

    assertThat(logger.isLoggable(Level.INFO)).isTrue();
    assertThat(logger.isLoggable(Level.TRACE)).isFalse();
  }
}
