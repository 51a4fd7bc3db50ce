package dev.varve.base;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class FailureTest {
  private enum Sample implements Code {
    ODD_PORT("E1000", Exit.CONFLICT),
    BAD_NAME("E1001", Exit.INVALID);

    private final String id;
    private final Exit exit;

    Sample(String id, Exit exit) {
      this.id = id;
      this.exit = exit;
    }

    @Override
    public String id() {
      return id;
    }

    @Override
    public String title() {
      return name();
    }

    @Override
    public String explanation() {
      return "";
    }

    @Override
    public Exit exit() {
      return exit;
    }
  }

  @Test
  void aProblemTellsWhereWhatNextAndCode() {
    var problem =
        new Problem(Sample.ODD_PORT, "varve.yaml:3:7", "port must be even, but is 7", "choose 8");

    assertThat(problem)
        .hasToString("varve.yaml:3:7: port must be even, but is 7; choose 8 [E1000]");
    assertThat(Problem.of(Sample.ODD_PORT, "port must be even, but is 7", ""))
        .hasToString("port must be even, but is 7 [E1000]");
  }

  @Test
  void aFailureTellsAllItsProblemsAndEndsAsTheFirst() {
    var failure =
        new Failure(
            List.of(
                Problem.of(Sample.BAD_NAME, "name must be short, but is long", "shorten it"),
                Problem.of(Sample.ODD_PORT, "port must be even, but is 7", "")));

    assertThat(failure)
        .hasMessage(
            "name must be short, but is long; shorten it [E1001]\nport must be even, but is 7 [E1000]");
    assertThat(failure.exit()).isEqualTo(Exit.INVALID);
    assertThat(failure.problems()).hasSize(2);
  }

  @Test
  void aFailureKeepsItsCause() {
    var cause = new IllegalStateException("why");

    assertThat(new Failure(Problem.of(Sample.BAD_NAME, "x", ""), cause)).hasCause(cause);
  }

  @Test
  void aFailureWithoutProblemsIsABug() {
    assertThatThrownBy(() -> new Failure(List.of())).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void exitStatusesNeverChange() {
    assertThat(Exit.values())
        .extracting(Exit::status)
        .containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 8, 9);
    assertThat(Exit.NOT_FOUND.status()).isEqualTo(3);
    assertThat(Exit.DIFFERENCES.status()).isEqualTo(9);
  }
}
