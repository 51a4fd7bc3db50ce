package dev.varve.http.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ScratchTest {
  private final Scratch scratch = new Scratch();

  private String gathered() {
    return new String(scratch.array(), 0, scratch.length(), StandardCharsets.ISO_8859_1);
  }

  @Test
  void gathersBytesTextAndNumbersInOrder() {
    scratch.put(new byte[] {'a', ':'});
    scratch.put("é ");
    scratch.put(0);
    scratch.put(new byte[] {'x', '-', 'y'}, 1, 1);
    scratch.put(Long.MAX_VALUE);

    assertThat(gathered()).isEqualTo("a:é 0-9223372036854775807");
  }

  @Test
  void growsWithWhatIsPutAndGivesTheRoomBack() {
    var expected = new StringBuilder();
    for (int i = 0; i < 10_000; i++) {
      scratch.put("piece ");
      scratch.put(i);
      expected.append("piece ").append(i);
    }
    assertThat(gathered()).isEqualTo(expected.toString());

    scratch.cleared();

    assertThat(scratch.length()).isZero();
    assertThat(scratch.array().length).isLessThan(64 * 1024);
  }
}
