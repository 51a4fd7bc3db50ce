package dev.varve.edge.files;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The media type of a file by the ending of its name.
public final class MediaTypes {
  /// For files of unknown kind.
  public static final String UNKNOWN = "application/octet-stream";

  private static final String TABLE =
      """
      text/html; charset=utf-8: html htm
      text/css; charset=utf-8: css
      text/javascript; charset=utf-8: js mjs cjs
      text/plain; charset=utf-8: txt text log ini conf
      text/markdown; charset=utf-8: md markdown
      text/csv; charset=utf-8: csv
      text/calendar; charset=utf-8: ics
      text/vcard; charset=utf-8: vcf
      text/vtt; charset=utf-8: vtt
      text/xml; charset=utf-8: xml xsl
      text/yaml; charset=utf-8: yaml yml
      application/json: json map
      application/ld+json: jsonld
      application/geo+json: geojson
      application/manifest+json: webmanifest
      application/xhtml+xml: xhtml
      application/rss+xml: rss
      application/atom+xml: atom
      application/wasm: wasm
      application/pdf: pdf
      application/zip: zip
      application/gzip: gz tgz
      application/zstd: zst
      application/x-bzip2: bz2
      application/x-xz: xz
      application/x-tar: tar
      application/x-7z-compressed: 7z
      application/java-archive: jar
      application/epub+zip: epub
      application/rtf: rtf
      application/msword: doc
      application/vnd.ms-excel: xls
      application/vnd.ms-powerpoint: ppt
      application/vnd.openxmlformats-officedocument.wordprocessingml.document: docx
      application/vnd.openxmlformats-officedocument.spreadsheetml.sheet: xlsx
      application/vnd.openxmlformats-officedocument.presentationml.presentation: pptx
      application/vnd.oasis.opendocument.text: odt
      application/vnd.oasis.opendocument.spreadsheet: ods
      image/png: png
      image/jpeg: jpg jpeg
      image/gif: gif
      image/webp: webp
      image/avif: avif
      image/svg+xml: svg
      image/x-icon: ico
      image/bmp: bmp
      image/tiff: tif tiff
      image/jxl: jxl
      font/woff: woff
      font/woff2: woff2
      font/ttf: ttf
      font/otf: otf
      audio/mpeg: mp3
      audio/mp4: m4a
      audio/ogg: ogg oga opus
      audio/wav: wav
      audio/flac: flac
      audio/aac: aac
      video/mp4: mp4 m4v
      video/webm: webm
      video/ogg: ogv
      video/quicktime: mov
      video/x-matroska: mkv
      video/mp2t: ts
      application/vnd.apple.mpegurl: m3u8
      application/dash+xml: mpd
      """;

  private static final Map<String, String> BY_ENDING = read();

  private MediaTypes() {}

  /// The type to put into Content-Type.
  public static String of(String fileName) {
    String known = known(fileName);
    return known == null ? UNKNOWN : known;
  }

  /// The type, or null when the name has no ending or one nobody knows.
  static @Nullable String known(String fileName) {
    int dot = fileName.lastIndexOf('.');
    return dot < 0 ? null : BY_ENDING.get(fileName.substring(dot + 1).toLowerCase(Locale.ROOT));
  }

  static boolean isHtml(String type) {
    return type.startsWith("text/html") || type.startsWith("application/xhtml");
  }

  private static Map<String, String> read() {
    var types = new HashMap<String, String>();
    for (String line : TABLE.split("\n")) {
      int colon = line.lastIndexOf(": ");
      for (String ending : line.substring(colon + 2).split(" ")) {
        types.put(ending, line.substring(0, colon));
      }
    }
    return types;
  }
}
