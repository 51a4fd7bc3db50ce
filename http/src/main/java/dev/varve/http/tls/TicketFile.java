package dev.varve.http.tls;

import dev.varve.http.tls.TicketKeys.Secret;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;

/// Ticket secrets in a file, for several processes, one of which changes it at a time.
///
/// One secret a line, newest first: milliseconds since 1970, a space, 32 bytes in base64. Lines of
/// another form, as a crash may leave them, are as good as none.
final class TicketFile {
  private static final int BYTES_MOST = 4096;

  private final Path path;

  TicketFile(Path path) {
    this.path = path;
  }

  /// Reads, changes and writes what is there; returns what is there then.
  synchronized List<Secret> change(UnaryOperator<List<Secret>> to) throws IOException {
    try (FileChannel channel = open();
        FileLock lock = channel.lock()) {
      List<Secret> before = read(channel);
      List<Secret> after = to.apply(before);
      if (lock.isValid() && !after.equals(before)) {
        write(channel, after);
      }
      return after;
    }
  }

  private FileChannel open() throws IOException {
    var options =
        Set.of(StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.CREATE);
    return path.getFileSystem().supportedFileAttributeViews().contains("posix")
        ? FileChannel.open(path, options, ownerOnly())
        : FileChannel.open(path, options);
  }

  private static FileAttribute<?> ownerOnly() {
    return PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
  }

  private static List<Secret> read(FileChannel channel) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(BYTES_MOST);
    while (bytes.hasRemaining() && channel.read(bytes) >= 0) {
      // to the end
    }
    var secrets = new ArrayList<Secret>();
    StandardCharsets.US_ASCII
        .decode(bytes.flip())
        .toString()
        .lines()
        .forEach(line -> {
          String[] parts = line.split(" ", -1);
          if (parts.length == 2 && secrets.size() < TicketKeys.SECRETS) {
            add(secrets, parts[0], parts[1]);
          }
        });
    return secrets;
  }

  private static void add(List<Secret> secrets, String since, String text) {
    try {
      if (Base64.getDecoder().decode(text).length == TicketKeys.SECRET_BYTES) {
        secrets.add(new Secret(Long.parseLong(since), text));
      }
    } catch (IllegalArgumentException _) {
      secrets.clear(); // not ours, or torn by a crash: a new one is made
    }
  }

  private static void write(FileChannel channel, List<Secret> secrets) throws IOException {
    var text = new StringBuilder();
    for (Secret each : secrets) {
      text.append(each.sinceMillis()).append(' ');
      text.append(each.text()).append('\n');
    }
    ByteBuffer bytes = StandardCharsets.US_ASCII.encode(text.toString());
    channel.truncate(0).position(0);
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
    channel.force(true);
  }
}
