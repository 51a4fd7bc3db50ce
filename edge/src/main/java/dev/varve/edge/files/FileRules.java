package dev.varve.edge.files;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// How a folder is served.
///
/// @param root the folder
/// @param index names tried in this order where a folder is asked for
/// @param fallback path beneath the root that answers navigations to what does not exist: the shell
///   of a single-page application; null for none
/// @param endings put behind a name that does not exist, such as `.html`
/// @param listing whether folders without an index show what is in them
/// @param precompressed whether siblings ending in `.br`, `.zst` and `.gz` are used
/// @param dotfiles whether names beginning with a dot are served
/// @param cache what Cache-Control says
public record FileRules(
    Path root,
    List<String> index,
    @Nullable String fallback,
    List<String> endings,
    boolean listing,
    boolean precompressed,
    boolean dotfiles,
    CacheRules cache) {

  public FileRules {
    index = List.copyOf(index);
    endings = List.copyOf(endings);
  }

  /// A folder with `index.html`, siblings used, nothing listed.
  public static FileRules of(Path root) {
    return new FileRules(
        root, List.of("index.html"), null, List.of(), false, true, false, CacheRules.DEFAULT);
  }

  public FileRules withFallback(String path) {
    return new FileRules(root, index, path, endings, listing, precompressed, dotfiles, cache);
  }

  public FileRules withListing() {
    return new FileRules(root, index, fallback, endings, true, precompressed, dotfiles, cache);
  }
}
