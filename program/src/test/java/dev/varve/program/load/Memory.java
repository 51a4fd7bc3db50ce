package dev.varve.program.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What the kernel says of a process's memory, in KiB.
final class Memory {
  private Memory() {}

  /// The most it has had.
  static long most(long pid) throws IOException {
    return line(pid, "VmHWM");
  }

  /// What it has now.
  static long now(long pid) throws IOException {
    return line(pid, "VmRSS");
  }

  private static long line(long pid, String name) throws IOException {
    Matcher line =
        Pattern.compile(name + ":\\s+(\\d+) kB")
            .matcher(Files.readString(Path.of("/proc/" + pid + "/status")));
    assertThat(line.find()).isTrue();
    return Long.parseLong(line.group(1));
  }
}
