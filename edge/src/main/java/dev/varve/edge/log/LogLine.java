package dev.varve.edge.log;

import dev.varve.base.Clock;
import dev.varve.http.net.Loop;
import dev.varve.http.net.Timer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Writes the lines of one loop: JSON objects, or the combined format. Makes no garbage. Belongs to
/// the loop; a page is handed on when it is nearly full, or at the latest a quarter of a second
/// after its first line.
///
/// Whatever a client sends is escaped: a line is one line.
public final class LogLine {
  private static final int LINE_MAX = 32 * 1024;
  private static final int TEXT_MAX = 500;
  private static final long HOLD_NANOS = 250_000_000L;
  private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.ISO_8859_1);
  private static final DateTimeFormatter ISO =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss", Locale.ROOT).withZone(ZoneOffset.UTC);
  private static final DateTimeFormatter COMBINED =
      DateTimeFormatter.ofPattern("dd/MMM/uuuu:HH:mm:ss Z", Locale.ROOT).withZone(ZoneOffset.UTC);

  private final AccessLog log;
  private final Clock clock;
  private final boolean json;
  private final Timer timer;
  private final byte[] digits = new byte[20];
  private AccessLog.@Nullable Page page;
  private byte[] bytes = {};
  private int at;
  private long second = Long.MIN_VALUE;
  private byte[] time = {};
  private boolean first;

  /// @param json objects; else the combined format
  public LogLine(AccessLog log, Loop loop, boolean json) {
    this.log = log;
    this.clock = loop.clock();
    this.json = json;
    this.timer = loop.timer(this::flush);
  }

  public boolean isJson() {
    return json;
  }

  /// Begins a line with the time.
  public void begin() {
    AccessLog.Page open = page;
    if (open != null && open.bytes.length - open.length < LINE_MAX) {
      flush();
      open = null;
    }
    if (open == null) {
      page = open = log.page();
      timer.start(HOLD_NANOS);
    }
    bytes = open.bytes;
    at = open.length;
    first = true;
    if (json) {
      plain('{');
      stamp();
    }
  }

  private void stamp() {
    long millis = clock.epochMillis();
    refresh(millis);
    name("time");
    plain('"');
    raw(time);
    plain('.');
    int part = (int) Math.floorMod(millis, 1000L);
    plain('0' + part / 100);
    plain('0' + part / 10 % 10);
    plain('0' + part % 10);
    plain('Z');
    plain('"');
  }

  private void refresh(long millis) {
    long now = Math.floorDiv(millis, 1000L);
    if (now != second) {
      second = now;
      time =
          (json ? ISO : COMBINED)
              .format(Instant.ofEpochSecond(now))
              .getBytes(StandardCharsets.ISO_8859_1);
    }
  }

  /// A member with text; nothing when there is none.
  public void text(String name, @Nullable String value) {
    if (value != null && !value.isEmpty()) {
      name(name);
      plain('"');
      escaped(value);
      plain('"');
    }
  }

  /// A member with ASCII text that needs no escaping.
  public void ascii(String name, byte[] value, int length) {
    name(name);
    plain('"');
    for (int i = 0; i < length; i++) {
      plain(value[i]);
    }
    plain('"');
  }

  public void number(String name, long value) {
    name(name);
    number(value);
  }

  /// A member in milliseconds with three decimals.
  public void millis(String name, long nanos) {
    name(name);
    long micros = Math.max(nanos, 0) / 1000;
    number(micros / 1000);
    plain('.');
    int part = (int) (micros % 1000);
    plain('0' + part / 100);
    plain('0' + part / 10 % 10);
    plain('0' + part % 10);
  }

  /// The line of the combined format.
  public void combined(
      String client, @Nullable String user, String request, int status, long bytesOut) {
    refresh(clock.epochMillis());
    escaped(client);
    raw(" - ");
    escaped(user == null ? "-" : user);
    raw(" [");
    raw(time);
    raw("] \"");
    escaped(request);
    raw("\" ");
    number(status);
    plain(' ');
    number(bytesOut);
  }

  /// ` "text"` at the end of a combined line.
  public void quoted(@Nullable String value) {
    raw(" \"");
    escaped(value == null ? "-" : value);
    plain('"');
  }

  /// Ends the line.
  public void end() {
    if (json) {
      plain('}');
    }
    plain('\n');
    AccessLog.Page open = page;
    if (open != null) {
      open.length = at;
      open.lines++;
    }
  }

  /// Hands on what is there.
  public void flush() {
    AccessLog.Page open = page;
    page = null;
    timer.stop();
    if (open != null && open.length > 0) {
      log.hand(open);
    }
  }

  private void name(String name) {
    if (!first) {
      plain(',');
    }
    first = false;
    plain('"');
    raw(name);
    plain('"');
    plain(':');
  }

  private void plain(int each) {
    bytes[at++] = (byte) each;
  }

  private void raw(String text) {
    for (int i = 0; i < text.length(); i++) {
      plain(text.charAt(i));
    }
  }

  private void raw(byte[] text) {
    System.arraycopy(text, 0, bytes, at, text.length);
    at += text.length;
  }

  private void number(long value) {
    long left = Math.abs(value);
    int length = 0;
    do {
      digits[length++] = (byte) ('0' + left % 10);
      left /= 10;
    } while (left != 0);
    if (value < 0) {
      plain('-');
    }
    while (length > 0) {
      plain(digits[--length]);
    }
  }

  private void escaped(String text) {
    int length = Math.min(text.length(), TEXT_MAX);
    for (int i = 0; i < length; i++) {
      char each = text.charAt(i);
      if (each == '"' || each == '\\') {
        plain('\\');
        plain(each);
      } else if (each >= ' ' && each < 0x7F) {
        plain(each);
      } else {
        plain('\\');
        plain('u');
        plain(HEX[each >> 12]);
        plain(HEX[(each >> 8) & 15]);
        plain(HEX[(each >> 4) & 15]);
        plain(HEX[each & 15]);
      }
    }
  }
}
