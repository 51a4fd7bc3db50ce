package dev.varve.edge.fastcgi;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// Which script a path runs.
///
/// The path is cut behind a segment that ends like a script; what follows is PATH_INFO. Of several
/// such segments the last whose file exists counts, and the file decides: a name that only looks
/// like a script, such as `/upload.jpg/x.php`, runs nothing.
///
/// @param name of the script beneath the root, beginning with a slash
/// @param info what follows it, or empty
record Script(String name, String info) {

  /// Says whether a path beneath the root is a plain file that may be seen.
  @FunctionalInterface
  interface Files {
    boolean isFile(String path);
  }

  /// @param path canonical
  /// @param endings of scripts, such as `.php`
  /// @param index the script that stands for a folder
  /// @return null when there is no script
  static @Nullable Script find(String path, List<String> endings, String index, Files files) {
    if (path.endsWith("/")) {
      String inFolder = path + index;
      if (files.isFile(inFolder)) {
        return new Script(inFolder, "");
      }
    }
    for (int end = path.length(); end > 0; end = path.lastIndexOf('/', end - 1)) {
      String name = path.substring(0, end);
      if (endsLikeScript(name, endings) && files.isFile(name)) {
        return new Script(name, path.substring(end));
      }
    }
    return null;
  }

  /// One script for every path, which gets the whole of it as PATH_INFO.
  static Script front(String script, String path) {
    return new Script(script, path.equals(script) ? "" : path);
  }

  private static boolean endsLikeScript(String name, List<String> endings) {
    for (String ending : endings) {
      if (name.length() > ending.length() && name.endsWith(ending)) {
        return true;
      }
    }
    return false;
  }
}
