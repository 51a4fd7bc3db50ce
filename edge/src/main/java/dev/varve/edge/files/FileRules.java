package dev.varve.edge.files;

import dev.varve.graph.term.Encoding;
import java.nio.file.Path;
import java.util.ArrayList;
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
/// @param siblings codings of files ending in `.br`, `.zst` or `.gz` that are used in place of the
///   file, the preferred first
/// @param dotfiles whether names beginning with a dot are served
/// @param cache what Cache-Control says
public record FileRules(
    Path root,
    List<String> index,
    @Nullable String fallback,
    List<String> endings,
    boolean listing,
    List<Coding> siblings,
    boolean dotfiles,
    CacheRules cache) {

  public FileRules {
    index = List.copyOf(index);
    endings = List.copyOf(endings);
    siblings = List.copyOf(siblings);
  }

  /// A folder with `index.html`, siblings used, nothing listed.
  public static FileRules of(Path root) {
    return new FileRules(
        root,
        List.of("index.html"),
        null,
        List.of(),
        false,
        List.of(Coding.ZSTD, Coding.BROTLI, Coding.GZIP),
        false,
        CacheRules.DEFAULT);
  }

  /// The codings that a graph names; it names none but these.
  public static List<Coding> siblings(List<Encoding> encodings) {
    var codings = new ArrayList<Coding>();
    for (Encoding each : encodings) {
      switch (each) {
        case ZSTD -> codings.add(Coding.ZSTD);
        case BR -> codings.add(Coding.BROTLI);
        case GZIP -> codings.add(Coding.GZIP);
        case DEFLATE -> throw new IllegalArgumentException("no file ending stands for deflate");
      }
    }
    return codings;
  }

  public FileRules withFallback(String path) {
    return new FileRules(root, index, path, endings, listing, siblings, dotfiles, cache);
  }

  public FileRules withListing() {
    return new FileRules(root, index, fallback, endings, true, siblings, dotfiles, cache);
  }
}
