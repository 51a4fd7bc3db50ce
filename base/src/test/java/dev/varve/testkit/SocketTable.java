package dev.varve.testkit;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/// What the kernel says about a socket, so that a leak tells which end it is.
final class SocketTable {
  private SocketTable() {}

  /// The kernel's line about a descriptor's target; empty when it is no socket or not known.
  static String tell(String target) {
    if (!target.startsWith("socket:[")) {
      return "";
    }
    String inode = " " + target.substring(8, target.length() - 1) + " ";
    for (String table : new String[] {"tcp", "tcp6", "unix"}) {
      try {
        Path path = Path.of("/proc/self/net", table);
        for (String line : Files.readAllLines(path, StandardCharsets.ISO_8859_1)) {
          if ((line + " ").contains(inode)) {
            return " (" + table + " " + line.strip() + ")";
          }
        }
      } catch (IOException _) {
        return "";
      }
    }
    return " (in no table: never bound or closed by both)";
  }
}
