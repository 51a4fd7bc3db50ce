package dev.varve.store.linear;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Planted violations are found, and nothing is found where there is none.
class LinearizabilityTest {
  private static final Answer DONE = new Answer.Done();
  private static final Answer REFUSED = new Answer.Refused();
  private static final Answer NONE = new Answer.None();

  private static Act read(String value, long called, long answered) {
    return new Act("k", new Call.Read(), new Answer.Value(value), called, answered);
  }

  private static Act write(String value, long called, long answered) {
    return new Act("k", new Call.Write(value), DONE, called, answered);
  }

  private static Act change(String from, String to, Answer answer, long called, long answered) {
    return new Act("k", new Call.CompareAndSet(from, to), answer, called, answered);
  }

  private static void assertGood(Act... acts) {
    assertThat(Linearizability.violation(List.of(acts))).isEmpty();
  }

  private static void assertBad(Act... acts) {
    assertThat(Linearizability.violation(List.of(acts))).isPresent();
  }

  @Test
  void takesWhatOneClientSeesOneAfterTheOther() {
    assertGood(
        read(null, 0, 1), write("a", 2, 3), read("a", 4, 5), write(null, 6, 7), read(null, 8, 9));
  }

  @Test
  void takesEitherValueWhileAWriteIsUnderWay() {
    assertGood(write("a", 0, 10), read(null, 1, 2), read("a", 3, 4));
  }

  @Test
  void findsAStaleRead() {
    assertBad(write("a", 0, 1), write("b", 2, 3), read("a", 4, 5));
  }

  @Test
  void findsAValueThatComesAndGoes() {
    assertBad(write("a", 0, 10), read("a", 1, 2), read(null, 3, 4));
  }

  @Test
  void findsAValueNobodyWrote() {
    assertBad(write("a", 0, 1), read("z", 2, 3));
  }

  @Test
  void findsALostUpdate() {
    assertBad(write("0", 0, 1), change("0", "1", DONE, 2, 10), change("0", "2", DONE, 3, 11));
  }

  @Test
  void findsARefusalWithoutAReason() {
    assertBad(write("a", 0, 1), change("a", "b", REFUSED, 2, 3));
    assertGood(write("a", 0, 1), change("x", "b", REFUSED, 2, 3), read("a", 4, 5));
  }

  @Test
  void findsAnAcknowledgedWriteThatWasLost() {
    assertBad(write("a", 0, 1), read(null, 2, 3));
  }

  @Test
  void letsAWriteWithoutAnswerHappenLateOrNever() {
    Act lost = new Act("k", new Call.Write("x"), NONE, 2, Long.MAX_VALUE);
    assertGood(write("a", 0, 1), lost, read("a", 3, 4));
    assertGood(write("a", 0, 1), lost, read("a", 3, 4), read("x", 5, 6), read("x", 7, 8));
    assertBad(write("a", 0, 1), lost, read("x", 3, 4), read("a", 5, 6));
    assertBad(read("x", 0, 1), lost);
  }

  @Test
  void searchesEachRegisterAlone() {
    var bad = new Act("other", new Call.Read(), new Answer.Value("z"), 2, 3);
    assertThat(Linearizability.violation(List.of(write("a", 0, 1), read("a", 2, 3), bad)))
        .get()
        .extracting(Linearizability.Violation::key)
        .isEqualTo("other");
  }

  /// Clients of a true register, each act at a random moment between call and answer.
  private static List<Act> trueHistory(Random random, int count) {
    var acts = new ArrayList<Act>();
    var register = Register.EMPTY;
    long time = 0;
    for (int i = 0; i < count; i++) {
      time += 1 + random.nextInt(10);
      String value = "v" + i;
      String expected = random.nextBoolean() ? register.value() : "v" + random.nextInt(i + 1);
      Call call =
          switch (random.nextInt(3)) {
            case 0 -> new Call.Read();
            case 1 -> new Call.Write(value);
            default -> new Call.CompareAndSet(expected, value);
          };
      Answer answer =
          switch (call) {
            case Call.Read _ -> new Answer.Value(register.value());
            case Call.Write _ -> DONE;
            case Call.CompareAndSet change ->
                Objects.equals(change.expected(), register.value()) ? DONE : REFUSED;
          };
      register = Objects.requireNonNull(register.after(call, answer));
      acts.add(
          new Act("k", call, answer, time - 1 - random.nextInt(30), time + random.nextInt(30)));
    }
    return acts;
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
  void takesLongTrueHistoriesAndFindsAReadThatWasChanged(long seed) {
    var random = new Random(seed);
    List<Act> acts = trueHistory(random, 400);

    assertThat(Linearizability.violation(acts)).isEmpty();

    var wrong = new ArrayList<>(acts);
    for (int i = 0; i < wrong.size(); i++) {
      Act act = wrong.get(i);
      if (i > 200 && act.call() instanceof Call.Read) {
        wrong.set(i, read("v-1", act.called(), act.answered()));
        break;
      }
    }
    assertThat(Linearizability.violation(wrong)).isPresent();
  }
}
