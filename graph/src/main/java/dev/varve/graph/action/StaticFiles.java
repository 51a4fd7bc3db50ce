package dev.varve.graph.action;

import dev.varve.base.Check;
import dev.varve.graph.shape.Field;
import dev.varve.graph.shape.Shape;
import dev.varve.graph.shape.Type;
import dev.varve.graph.shape.Types;
import dev.varve.graph.term.Encoding;
import dev.varve.graph.term.Terms;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Answers with files of a directory.
public record StaticFiles(
    String dir,
    List<String> index,
    String fallback,
    List<String> tryExtensions,
    boolean listing,
    List<Encoding> precompressed,
    boolean dotfiles,
    List<CacheRule> cacheControl,
    @Nullable Action otherwise)
    implements Action {
  private static final Field<StaticFiles, String> DIR =
      Field.required(
          "dir",
          "The directory, relative to the configuration file.",
          Terms.file(),
          StaticFiles::dir);
  private static final Field<StaticFiles, List<String>> INDEX =
      Field.of(
          "index",
          "Files that stand for a directory, the first that exists.",
          Types.list(Types.text("a file name")),
          List.of("index.html"),
          StaticFiles::index);
  private static final Field<StaticFiles, String> FALLBACK =
      Field.of(
          "fallback",
          "File that answers navigations of browsers to paths without a file (single-page"
              + " applications); empty for 404.",
          Types.anyText(),
          "",
          StaticFiles::fallback);
  private static final Field<StaticFiles, List<String>> TRY_EXTENSIONS =
      Field.of(
          "tryExtensions",
          "Endings that may be left out of a path.",
          Types.list(Types.text("an extension such as '.html'")),
          List.of(),
          StaticFiles::tryExtensions);
  private static final Field<StaticFiles, Boolean> LISTING =
      Field.of(
          "listing",
          "Whether directories without an index are listed.",
          Types.bool(),
          false,
          StaticFiles::listing);
  private static final Field<StaticFiles, List<Encoding>> PRECOMPRESSED =
      Field.of(
          "precompressed",
          "Siblings (.zst, .br, .gz) that are served to clients that accept them, the preferred"
              + " first.",
          Types.list(Types.word(Encoding.values())),
          List.of(Encoding.ZSTD, Encoding.BR, Encoding.GZIP),
          StaticFiles::precompressed);
  private static final Field<StaticFiles, Boolean> DOTFILES =
      Field.of(
          "dotfiles",
          "Whether files whose name starts with a dot are served.",
          Types.bool(),
          false,
          StaticFiles::dotfiles);
  private static final Field<StaticFiles, List<CacheRule>> CACHE_CONTROL =
      Field.of(
          "cacheControl",
          "What caches are told, the first rule that fits.",
          Types.list(CacheRule.SHAPE),
          List.of(),
          StaticFiles::cacheControl);
  private static final Field<StaticFiles, Action> OTHERWISE =
      Field.optional(
          "otherwise",
          "What answers when there is no such file, in place of 404.",
          Actions.TYPE,
          StaticFiles::otherwise);

  /// Members, bounds and defaults.
  public static final Shape<StaticFiles> SHAPE =
      Shape.of(
          "StaticFiles",
          "Answers with files of a directory.",
          List.of(
              DIR,
              INDEX,
              FALLBACK,
              TRY_EXTENSIONS,
              LISTING,
              PRECOMPRESSED,
              DOTFILES,
              CACHE_CONTROL,
              OTHERWISE),
          v ->
              new StaticFiles(
                  v.get(DIR),
                  v.get(INDEX),
                  v.get(FALLBACK),
                  v.get(TRY_EXTENSIONS),
                  v.get(LISTING),
                  v.get(PRECOMPRESSED),
                  v.get(DOTFILES),
                  v.get(CACHE_CONTROL),
                  v.maybe(OTHERWISE)));

  public StaticFiles {
    DIR.check(dir);
    index = List.copyOf(index);
    INDEX.check(index);
    FALLBACK.check(fallback);
    tryExtensions = List.copyOf(tryExtensions);
    TRY_EXTENSIONS.check(tryExtensions);
    precompressed = List.copyOf(precompressed);
    Check.that(
        !precompressed.contains(Encoding.DEFLATE),
        "precompressed",
        "leave out deflate, for which no file ending stands",
        "there");
    cacheControl = List.copyOf(cacheControl);
  }

  /// As it may be written: the directory alone.
  public static final Type<StaticFiles> TYPE = SHAPE.or(Terms.file(), StaticFiles::of);

  /// A directory, everything else by default.
  public static StaticFiles of(String dir) {
    return new StaticFiles(
        dir,
        List.of("index.html"),
        "",
        List.of(),
        false,
        List.of(Encoding.ZSTD, Encoding.BR, Encoding.GZIP),
        false,
        List.of(),
        null);
  }
}
