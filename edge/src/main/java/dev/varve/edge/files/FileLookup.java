package dev.varve.edge.files;

import java.io.IOException;
import java.nio.file.Path;

/// Says which files there are beneath a folder, by the same rules as they would be served by: no
/// links out, no hidden names. Blocks; any thread.
public final class FileLookup {
  private final Folder folder;

  public FileLookup(Path root) {
    this.folder = new Folder(root, false);
  }

  /// Whether a canonical path is a plain file.
  public boolean isFile(String path) {
    try {
      Folder.Facts facts = folder.facts(Library.names(path));
      return facts != null && !facts.isFolder();
    } catch (IOException _) {
      return false;
    }
  }
}
