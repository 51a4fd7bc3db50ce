package dev.varve.http.server;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Finds out in /proc which process listens on a port, where that can be seen.
final class PortHolder {
  private static final Path PROC = Path.of("/proc");
  private static final String LISTENS = "0A";

  private PortHolder() {}

  /// `is taken by nginx (pid 4711)`, or `is taken` when nobody can tell.
  static String of(SocketAddress address) {
    try {
      String inode = address instanceof InetSocketAddress inet ? inode(inet.getPort()) : null;
      String holder = inode == null ? null : holder("socket:[" + inode + "]");
      return holder == null ? "is taken" : "is taken by " + holder;
    } catch (IOException | RuntimeException _) {
      return "is taken";
    }
  }

  private static @Nullable String inode(int port) throws IOException {
    String suffix = String.format(Locale.ROOT, ":%04X", port);
    for (String table : new String[] {"net/tcp", "net/tcp6"}) {
      Path path = PROC.resolve(table);
      if (!Files.isReadable(path)) {
        continue;
      }
      for (String line : Files.readAllLines(path)) {
        String[] columns = line.trim().split("\\s+");
        if (columns.length > 9 && columns[1].endsWith(suffix) && columns[3].equals(LISTENS)) {
          return columns[9];
        }
      }
    }
    return null;
  }

  private static @Nullable String holder(String socket) throws IOException {
    try (DirectoryStream<Path> processes = Files.newDirectoryStream(PROC, "[0-9]*")) {
      for (Path process : processes) {
        if (holds(process, socket)) {
          String name = Files.readString(process.resolve("comm")).trim();
          return name + " (pid " + process.getFileName() + ")";
        }
      }
    }
    return null;
  }

  private static boolean holds(Path process, String socket) {
    try (DirectoryStream<Path> open = Files.newDirectoryStream(process.resolve("fd"))) {
      for (Path each : open) {
        if (Files.isSymbolicLink(each) && Files.readSymbolicLink(each).toString().equals(socket)) {
          return true;
        }
      }
    } catch (IOException _) {
      return false; // another user's process, or one that just ended
    }
    return false;
  }
}
