package dev.varve.program.gate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Addresses that a built page names.
final class Assets {
  private static final Pattern IMMUTABLE =
      Pattern.compile("(?:_app/immutable|_next/static)/[\\w./-]+\\.(?:js|css)");

  private Assets() {}

  /// The first asset of a page that never changes.
  static String immutable(String page) {
    Matcher asset = IMMUTABLE.matcher(page);
    assertThat(asset.find()).as(page).isTrue();
    return "/" + asset.group();
  }
}
