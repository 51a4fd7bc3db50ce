package dev.varve.edge.files;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// The files beneath one folder, and nothing else.
///
/// A name is looked up in two steps. First links are resolved by the system, and where they lead
/// out of the folder there is nothing. Then the path that was found is walked from the folder's
/// handle downwards, name by name, without following any link: what was swapped in between is not
/// opened. Links that stay inside work, so a folder may be put together of releases.
///
/// Names that begin with a dot do not exist, save `.well-known` (RFC 8615) and, on the way a link
/// takes, names that begin with two dots (Kubernetes volumes). Blocks; any thread.
final class Folder {
  private static final Set<OpenOption> READ =
      Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);
  private static final int TRIES = 3;

  private final Path root;
  private final boolean dotfiles;

  /// What is known of a file or folder without opening it. Equal facts: the same content.
  record Facts(boolean isFolder, long size, long modifiedNanos, @Nullable Object key) {
    static Facts of(BasicFileAttributes attributes) {
      return new Facts(
          attributes.isDirectory(),
          attributes.size(),
          attributes.lastModifiedTime().to(TimeUnit.NANOSECONDS),
          attributes.fileKey());
    }

    long modifiedSeconds() {
      return Math.floorDiv(modifiedNanos, 1_000_000_000L);
    }
  }

  /// An open file; whoever gets it closes it.
  record Opened(FileChannel channel, Facts facts) {}

  Folder(Path root, boolean dotfiles) {
    this.root = root;
    this.dotfiles = dotfiles;
  }

  /// Null when there is no such thing, or it is neither a file nor a folder, or may not be seen.
  @Nullable Facts facts(List<String> names) throws IOException {
    return withParent(names, (parent, name) -> seen(attributes(parent, name)));
  }

  /// Null as for [#facts], and when it is not a file.
  @Nullable Opened open(List<String> names) throws IOException {
    return withParent(names, this::open);
  }

  /// Where a name points to now, which nobody has checked.
  Path path(List<String> names) {
    Path path = root;
    for (String name : names) {
      path = path.resolve(name);
    }
    return path;
  }

  /// What lies in a folder and may be seen, up to a number of entries; null when it is no folder.
  @Nullable List<Listing.Entry> list(List<String> names, int most) throws IOException {
    Path found = resolve(names);
    if (found == null || !Files.isDirectory(found, LinkOption.NOFOLLOW_LINKS)) {
      return null;
    }
    var entries = new ArrayList<Listing.Entry>();
    try (DirectoryStream<Path> stream = Files.newDirectoryStream(found)) {
      for (Path path : stream) {
        String name = path.getFileName().toString();
        var inner = new ArrayList<>(names);
        inner.add(name);
        Facts facts = isAllowed(name) && entries.size() < most ? facts(inner) : null;
        if (facts != null) {
          entries.add(
              new Listing.Entry(name, facts.isFolder(), facts.size(), facts.modifiedSeconds()));
        }
      }
    }
    return entries;
  }

  private interface Look<T> {
    @Nullable T at(@Nullable SecureDirectoryStream<Path> parent, Path name) throws IOException;
  }

  private <T> @Nullable T withParent(List<String> names, Look<T> look) throws IOException {
    Path found = resolve(names);
    if (found == null) {
      return null;
    }
    Path base = root.toRealPath();
    if (found.equals(base)) {
      return look.at(null, found);
    }
    try {
      return walk(base, base.relativize(found), look);
    } catch (FileSystemException _) {
      // Gone, or made a link, since it was resolved: there is nothing to see.
      return null;
    }
  }

  private static <T> @Nullable T walk(Path base, Path relative, Look<T> look) throws IOException {
    try (DirectoryStream<Path> top = Files.newDirectoryStream(base)) {
      return top instanceof SecureDirectoryStream<Path> secure
          ? descend(secure, relative, look)
          : look.at(null, base.resolve(relative));
    }
  }

  private static <T> @Nullable T descend(
      SecureDirectoryStream<Path> parent, Path relative, Look<T> look) throws IOException {
    if (relative.getNameCount() == 1) {
      return look.at(parent, relative);
    }
    try (SecureDirectoryStream<Path> next =
        parent.newDirectoryStream(relative.getName(0), LinkOption.NOFOLLOW_LINKS)) {
      return descend(next, relative.subpath(1, relative.getNameCount()), look);
    }
  }

  /// The real path, or null when it must not or does not exist.
  private @Nullable Path resolve(List<String> names) throws IOException {
    Path base = root.toRealPath();
    try {
      Path wanted = base;
      for (String name : names) {
        if (!isAllowed(name)) {
          return null;
        }
        wanted = wanted.resolve(name);
      }
      // Where case does not count, the file has one name only: the one it is stored under.
      if (!wanted.toRealPath(LinkOption.NOFOLLOW_LINKS).equals(wanted)) {
        return null;
      }
      Path real = wanted.toRealPath();
      return real.startsWith(base) && mayPass(base.relativize(real)) ? real : null;
    } catch (FileSystemException | InvalidPathException _) {
      return null;
    }
  }

  private boolean isAllowed(String name) {
    return !name.isEmpty()
        && name.indexOf('/') < 0
        && name.indexOf('\\') < 0
        && name.indexOf('\0') < 0
        && !name.equals(".")
        && !name.equals("..")
        && (dotfiles || name.charAt(0) != '.' || name.equals(".well-known"));
  }

  private boolean mayPass(Path relative) {
    for (Path each : relative) {
      String name = each.toString();
      if (!name.isEmpty() && !isAllowed(name) && !name.startsWith("..")) {
        return false;
      }
    }
    return true;
  }

  private @Nullable Opened open(@Nullable SecureDirectoryStream<Path> parent, Path name)
      throws IOException {
    for (int i = 0; i < TRIES; i++) {
      Facts before = seen(attributes(parent, name));
      if (before == null || before.isFolder()) {
        return null;
      }
      SeekableByteChannel channel =
          parent == null ? Files.newByteChannel(name, READ) : parent.newByteChannel(name, READ);
      if (channel instanceof FileChannel file
          && file.size() == before.size()
          && before.equals(seen(attributes(parent, name)))) {
        return new Opened(file, before);
      }
      channel.close();
    }
    throw new IOException("the file changes all the time");
  }

  private static BasicFileAttributes attributes(
      @Nullable SecureDirectoryStream<Path> parent, Path name) throws IOException {
    return parent == null
        ? Files.readAttributes(name, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
        : parent
            .getFileAttributeView(name, BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
            .readAttributes();
  }

  private static @Nullable Facts seen(BasicFileAttributes attributes) {
    return attributes.isRegularFile() || attributes.isDirectory() ? Facts.of(attributes) : null;
  }
}
