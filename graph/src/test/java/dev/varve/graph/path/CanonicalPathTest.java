package dev.varve.graph.path;

import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.testkit.Gen;
import dev.varve.testkit.Property;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CanonicalPathTest {
  private static String of(String raw) {
    return switch (CanonicalPath.of(raw)) {
      case PathOutcome.Canonical(String path) -> path;
      case PathOutcome.Refused(String reason) -> "refused: " + reason;
    };
  }

  @ParameterizedTest
  @CsvSource({
    "/, /",
    "/a/b, /a/b",
    "/a/b/, /a/b/",
    "/a//b///c, /a/b/c",
    "//, /",
    "/a/./b, /a/b",
    "/a/b/., /a/b/",
    "/a/b/.., /a/",
    "/a/../b, /b",
    "/a/%2e%2e/b, /b",
    "/a/%2E/b, /a/b",
    "/%61dmin, /admin",
    "/a%2Fb, /a%2Fb",
    "/a%2fb, /a%2Fb",
    "/100%25, /100%25",
    "/100%25ab, /100%25ab",
    "/caf%C3%A9, /café",
    "/caf%c3%a9/x, /café/x",
    "/%E9t%E9, /%E9t%E9",
    "/a;v=1/b, /a;v=1/b",
    "/..., /...",
    "/.well-known/x, /.well-known/x",
    "/a%20b, '/a b'",
    "/%F0%9F%98%80, /😀",
  })
  void bringsIntoOneForm(String raw, String canonical) {
    assertThat(of(raw)).isEqualTo(canonical);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "a",
        "*",
        "/..",
        "/../etc/passwd",
        "/a/../../b",
        "/%2e%2e/etc/passwd",
        "/a/..;/admin",
        "/a/..;x=y/admin",
        "/a/.;/b",
        "/a/%2e%2e;/admin",
        "/a/..%2fadmin",
        "/a/..%2Fadmin",
        "/a/%2e%2e%2fadmin",
        "/a%2F..%2Fb",
        "/a%2F..",
        "/a%00",
        "/a\u0000",
        "/a%0d%0aX: y",
        "/a\\b",
        "/a%5Cb",
        "/a%5c..%5cb",
        "/%252e%252e/admin",
        "/%252fadmin",
        "/a%255cb",
        "/a%2500",
        "/%25%32%65/x",
        "/%",
        "/%4",
        "/%zz",
        "/%u002e",
        "/a b",
        "/%c0%ae%c0%ae/x",
        "/%c1%9c",
        "/%ff",
        "/a\tb",
        "/a%7f",
      })
  void refusesWhatANextHopCouldReadOtherwise(String raw) {
    assertThat(of(raw)).startsWith("refused: ");
  }

  @Test
  void givesTheSamePathAgain() {
    Gen<String> piece =
        Gen.of(
            "/",
            "a",
            ".",
            "..",
            ";",
            "%2e",
            "%2F",
            "%25",
            "%C3%A9",
            "%e9",
            "é",
            "%00",
            "\\",
            "%20",
            "%41",
            "~",
            "//",
            "%c0",
            "%F0%9F%98%80",
            "+");
    Property.of(Gen.lists(piece, 8).map(list -> "/" + String.join("", list)))
        .runs(5000)
        .holds(raw -> {
          if (CanonicalPath.of(raw) instanceof PathOutcome.Canonical(String path)) {
            assertThat(of(CanonicalPath.encode(path))).as(raw).isEqualTo(path);
            assertThat(CanonicalPath.encode(path)).matches("[!-~]*");
            List<String> segments = List.of(path.substring(1).split("/", -1));
            assertThat(segments).doesNotContain(".", "..");
            assertThat(path).doesNotContain("//", "\\", "\u0000");
          }
        });
  }

  @Test
  void leavesCanonicalPathsAlone() {
    String path = "/api/v1/users/42";
    assertThat(CanonicalPath.isCanonical(path)).isTrue();
    assertThat(((PathOutcome.Canonical) CanonicalPath.of(path)).path()).isSameAs(path);
    assertThat(CanonicalPath.encode(path)).isSameAs(path);
  }
}
