package dev.varve.edge.log;

import dev.varve.http.Digits;
import dev.varve.http.net.Loop;
import dev.varve.http.net.Timer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Objects;
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
  private static final byte[] TIME = bytes("{\"time\":\"");
  private static final byte[] ZULU = bytes("Z\"");
  private static final boolean[] PLAIN = plainBytes();
  private static final byte[] HEX = bytes("0123456789abcdef");
  private static final DateTimeFormatter ISO =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss", Locale.ROOT).withZone(ZoneOffset.UTC);
  private static final DateTimeFormatter COMBINED =
      DateTimeFormatter.ofPattern("dd/MMM/uuuu:HH:mm:ss Z", Locale.ROOT).withZone(ZoneOffset.UTC);

  private final AccessLog log;
  private final Loop loop;
  private final boolean json;
  private final Timer timer;
  private AccessLog.@Nullable Page page;
  private byte[] bytes = {};
  private int at;
  private final Run stamp = new Run(0);
  private long stamped;
  private long second = Long.MIN_VALUE;
  private byte[] time = {};

  /// The name of a member, prepared once.
  public static final class Name {
    private final byte[] text;
    private final byte[] quantity;

    public Name(String name) {
      text = LogLine.bytes(",\"" + name + "\":\"");
      quantity = LogLine.bytes(",\"" + name + "\":");
    }
  }

  /// Members that mostly are as they were in the line before; then one copy takes the place of a
  /// look at each character. Belongs to a line.
  public static final class Run {
    private static final int MOST = 1024;

    private final @Nullable String[] values;
    private final byte[] bytes = new byte[MOST];
    private int length;

    /// @param values how many there are
    public Run(int values) {
      this.values = new @Nullable String[values];
    }

    /// Tells a value of this line; to be done with each of them before [LogLine#again].
    public void tell(int place, @Nullable String value) {
      if (!Objects.equals(values[place], value)) {
        values[place] = value;
        length = 0;
      }
    }
  }

  /// @param json objects; else the combined format
  public LogLine(AccessLog log, Loop loop, boolean json) {
    this.log = log;
    this.loop = loop;
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
    if (json) {
      stamp();
    }
  }

  private void stamp() {
    long millis = loop.epochMillis();
    if (millis != stamped || stamp.length == 0) {
      int from = at;
      refresh(millis);
      raw(TIME);
      raw(time);
      part((int) Math.floorMod(millis, 1000L));
      raw(ZULU);
      stamped = millis;
      keep(stamp, from);
    } else {
      again(stamp);
    }
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
  public void text(Name name, @Nullable String value) {
    if (value == null || value.isEmpty()) {
      return;
    }
    raw(name.text);
    escaped(value);
    plain('"');
  }

  /// Writes the members again; false where a value differs, or there are none yet.
  public boolean again(Run run) {
    System.arraycopy(run.bytes, 0, bytes, at, run.length);
    at += run.length;
    return run.length > 0;
  }

  /// Where the next member begins.
  public int place() {
    return at;
  }

  /// Keeps what was written since that place.
  public void keep(Run run, int from) {
    int length = at - from;
    run.length = length <= Run.MOST ? length : 0; // what is not kept is written anew
    System.arraycopy(bytes, from, run.bytes, 0, run.length);
  }

  /// A member with the text of a part of an array, in ISO-8859-1.
  public void text(Name name, byte[] value, int from, int length) {
    raw(name.text);
    escaped(value, from, length);
    plain('"');
  }

  public void number(Name name, long value) {
    raw(name.quantity);
    number(value);
  }

  /// A member in milliseconds with three decimals.
  public void millis(Name name, long nanos) {
    raw(name.quantity);
    long micros = Math.max(nanos, 0) / 1000;
    number(micros / 1000);
    part((int) (micros % 1000));
  }

  /// The begin of a line in the combined format, up to the request.
  public void combined(String client, @Nullable String user) {
    refresh(loop.epochMillis());
    escaped(client);
    raw(" - ");
    escaped(user == null ? "-" : user);
    raw(" [");
    raw(time);
    raw("]");
  }

  /// ` "text"` in a combined line.
  public void quoted(String value) {
    raw(" \"");
    escaped(value);
    plain('"');
  }

  /// As [#quoted(String)], of a part of an array.
  public void quoted(byte[] value, int from, int length) {
    raw(" \"");
    escaped(value, from, length);
    plain('"');
  }

  /// ` "method path version"` in a combined line.
  public void asked(String method, String path, String version) {
    raw(" \"");
    escaped(method);
    plain(' ');
    escaped(path);
    plain(' ');
    escaped(version);
    plain('"');
  }

  /// ` number` in a combined line.
  public void number(long value, char before) {
    plain(before);
    number(value);
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
    if (value < 0) {
      plain('-');
    }
    at = Digits.write(bytes, at, Math.abs(value));
  }

  private void part(int thousandths) {
    plain('.');
    plain('0' + thousandths / 100);
    plain('0' + thousandths / 10 % 10);
    plain('0' + thousandths % 10);
  }

  private void escaped(String text) {
    int length = Math.min(text.length(), TEXT_MAX);
    byte[] to = bytes;
    int next = at;
    for (int i = 0; i < length; i++) {
      char each = text.charAt(i);
      if (each < PLAIN.length && PLAIN[each]) {
        to[next++] = (byte) each;
      } else {
        next = escape(to, next, each);
      }
    }
    at = next;
  }

  private void escaped(byte[] text, int from, int length) {
    int end = from + Math.min(length, TEXT_MAX);
    byte[] to = bytes;
    int next = at;
    for (int i = from; i < end; i++) {
      byte each = text[i];
      if (each >= 0 && PLAIN[each]) {
        to[next++] = each;
      } else {
        next = escape(to, next, each & 0xff);
      }
    }
    at = next;
  }

  private static int escape(byte[] to, int from, int each) {
    int next = from;
    to[next++] = '\\';
    if (each == '"' || each == '\\') {
      to[next++] = (byte) each;
      return next;
    }
    to[next++] = 'u';
    to[next++] = HEX[each >> 12];
    to[next++] = HEX[(each >> 8) & 15];
    to[next++] = HEX[(each >> 4) & 15];
    to[next++] = HEX[each & 15];
    return next;
  }

  private static boolean[] plainBytes() {
    var plain = new boolean[128];
    for (int each = ' '; each < 0x7F; each++) {
      plain[each] = each != '"' && each != '\\';
    }
    return plain;
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }
}
