package dev.varve.config.erasure;

import dev.varve.base.Code;
import dev.varve.base.Failure;
import dev.varve.base.Problem;
import java.util.Arrays;

/// One file of a configuration as its author wrote it, and how its places are called.
public final class Source {
  private final String name;
  private final String text;
  private final int[] lines;

  private Source(String name, String text) {
    this.name = name;
    this.text = text;
    this.lines = lineStarts(text);
  }

  /// @param name what people call the file: its path seen from the configuration's folder
  /// @param text line ends as they are
  public static Source of(String name, String text) {
    return new Source(name, text);
  }

  public String name() {
    return name;
  }

  public String text() {
    return text;
  }

  private static int[] lineStarts(String text) {
    int[] starts = new int[16];
    int count = 1;
    for (int at = 0; at < text.length(); at++) {
      if (endsLine(text, at)) {
        if (count == starts.length) {
          starts = Arrays.copyOf(starts, count * 2);
        }
        starts[count++] = at + 1;
      }
    }
    return Arrays.copyOf(starts, count);
  }

  private static boolean endsLine(String text, int at) {
    char unit = text.charAt(at);
    return unit == '\n'
        || (unit == '\r' && (at + 1 == text.length() || text.charAt(at + 1) != '\n'))
        || unit == '\u2028'
        || unit == '\u2029';
  }

  /// From 1.
  public int line(int offset) {
    int found = Arrays.binarySearch(lines, offset);
    return found >= 0 ? found + 1 : -found - 1;
  }

  /// From 1, in UTF-16 units, as editors count.
  public int column(int offset) {
    return offset - lines[line(offset) - 1] + 1;
  }

  /// `file:line:column`.
  public String place(int offset) {
    return name + ":" + line(offset) + ":" + column(offset);
  }

  public int lineCount() {
    return lines.length;
  }

  /// The offset of a line and a column in UTF-16 units, both from 1; the nearest one that exists.
  public int offset(int line, int column) {
    int start = lines[Math.clamp(line, 1, lines.length) - 1];
    return Math.clamp(start + column - 1L, start, endOf(start));
  }

  /// The same with the column in bytes of UTF-8, as QuickJS counts.
  public int offsetOfBytes(int line, int column) {
    int at = lines[Math.clamp(line, 1, lines.length) - 1];
    int end = endOf(at);
    int bytes = column - 1;
    while (at < end && bytes > 0) {
      int point = text.codePointAt(at);
      bytes -= point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x10000 ? 3 : 4;
      at += Character.charCount(point);
    }
    return Math.min(at, end);
  }

  /// The line, and under it a caret at the place.
  public String frame(int offset) {
    int line = line(offset);
    int start = lines[line - 1];
    String number = Integer.toString(line);
    String shown = text.substring(start, endOf(start)).replace('\t', ' ');
    int caret = offset - start;
    int from = Math.max(0, caret - 60);
    String part = shown.substring(from, Math.min(shown.length(), from + 100));
    return "  "
        + number
        + " | "
        + part
        + "\n"
        + " ".repeat(number.length() + 2)
        + " | "
        + " ".repeat(caret - from)
        + "^";
  }

  private int endOf(int start) {
    int end = start;
    while (end < text.length() && "\n\r\u2028\u2029".indexOf(text.charAt(end)) < 0) {
      end++;
    }
    return end;
  }

  public Failure failure(Code code, int offset, String message, String next) {
    return new Failure(problem(code, offset, message, next));
  }

  public Problem problem(Code code, int offset, String message, String next) {
    return new Problem(code, place(offset), message + "\n" + frame(offset) + "\n", next);
  }
}
