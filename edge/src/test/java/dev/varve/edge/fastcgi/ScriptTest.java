package dev.varve.edge.fastcgi;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScriptTest {
  private static final Set<String> FILES =
      Set.of("/index.php", "/a/b.php", "/a/index.php", "/upload.jpg", "/x.php/y.php", "/.php");

  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      quoteCharacter = '\'',
      value = {
        "/index.php, /index.php, ''",
        "/index.php/extra/path, /index.php, /extra/path",
        "/a/b.php/c.php, /a/b.php, /c.php",
        "/a/, /a/index.php, ''",
        "/, /index.php, ''",
        "/upload.jpg/x.php, -, -",
        "/upload.jpg, -, -",
        "/none.php, -, -",
        "/x.php/y.php/z, /x.php/y.php, /z",
        "/a/b.phpx, -, -",
        "/a, -, -",
        "/.php, /.php, ''"
      })
  void theFileDecidesWhatIsRun(String path, String name, String info) {
    Script script = Script.find(path, List.of(".php"), "index.php", FILES::contains);

    assertThat(script).isEqualTo(name == null ? null : new Script(name, info));
  }

  @Test
  void aFrontControllerGetsThePath() {
    assertThat(Script.front("/index.php", "/a/b")).isEqualTo(new Script("/index.php", "/a/b"));
    assertThat(Script.front("/index.php", "/index.php")).isEqualTo(new Script("/index.php", ""));
  }

  @Test
  void headsEndWithEitherKindOfLine() {
    var head = new CgiHead();
    ByteBuffer bytes = CgiHead.bytes("Status: 404 Not Found\r\nX-A: 1\nSet-Cookie: a\n\nbody");
    head.read(bytes);

    assertThat(head.isComplete()).isTrue();
    assertThat(head.status()).isEqualTo(404);
    assertThat(head.fields().toString()).isEqualTo("X-A: 1\nSet-Cookie: a\n");
    assertThat(ISO_8859_1.decode(bytes).toString()).isEqualTo("body");
  }

  @Test
  void aLocationWithoutStatusIsARedirect() {
    var head = new CgiHead();
    head.read(CgiHead.bytes("Location: /next\n\n"));

    assertThat(head.status()).isEqualTo(302);
  }

  @ParameterizedTest
  @CsvSource({"no colon", "Status: abc", "Status: 99", "Status: 700", "X Y: 1"})
  void aHeadThatIsNoneIsRefused(String line) {
    assertThatThrownBy(() -> new CgiHead().read(CgiHead.bytes(line + "\n\n")))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void recordsAreReadInPiecesOfAnySize() {
    String wire =
        record(Records.STDOUT, "hello", 3)
            + record(Records.STDERR, "oops", 0)
            + record(Records.STDOUT, " world", 0)
            + record(Records.STDOUT, "", 0)
            + record(Records.END, "\0\0\0\0\0\0\0\0", 0);
    for (int size = 1; size <= wire.length(); size++) {
      var seen = new Seen();
      var reader = new RecordReader(seen);
      for (int at = 0; at < wire.length(); at += size) {
        reader.read(CgiHead.bytes(wire.substring(at, Math.min(wire.length(), at + size))));
      }
      assertThat(seen.text).hasToString("hello world|oops|end");
    }
  }

  private static String record(int type, String content, int padding) {
    byte[] header = Records.header(type, content.length());
    header[6] = (byte) padding;
    return new String(header, ISO_8859_1) + content + "\0".repeat(padding);
  }

  private static final class Seen implements RecordReader.Content {
    final StringBuilder text = new StringBuilder();
    final StringBuilder complaints = new StringBuilder();

    @Override
    public void output(ByteBuffer piece) {
      text.append(ISO_8859_1.decode(piece));
    }

    @Override
    public void complaint(ByteBuffer piece) {
      complaints.append(ISO_8859_1.decode(piece));
    }

    @Override
    public void ended(boolean refused) {
      text.append('|').append(complaints).append(refused ? "|refused" : "|end");
    }
  }
}
