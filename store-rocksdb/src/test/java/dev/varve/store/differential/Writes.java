package dev.varve.store.differential;

import dev.varve.base.json.Json;
import dev.varve.store.Operation;
import dev.varve.store.Origin;
import dev.varve.store.Precondition;
import dev.varve.store.Transaction;
import dev.varve.store.Version;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/// Random transactions.
final class Writes {
  private final Random random;
  private final List<String> spaces;
  private final boolean erases;

  Writes(Random random, List<String> spaces, boolean erases) {
    this.random = random;
    this.spaces = spaces;
    this.erases = erases;
  }

  String key() {
    return switch (random.nextInt(12)) {
      case 0 -> "ü/" + random.nextInt(3);
      case 1 -> "k".repeat(1 + random.nextInt(1_000));
      default -> "k" + random.nextInt(12);
    };
  }

  private String space() {
    return spaces.get(random.nextInt(spaces.size()));
  }

  Transaction transaction() {
    var operations = new ArrayList<Operation>();
    int count = random.nextInt(3) == 0 ? 1 + random.nextInt(5) : 1;
    for (int i = 0; i < count; i++) {
      operations.add(operation());
    }
    Transaction transaction = Transaction.of(operations.toArray(new Operation[0]));
    if (random.nextInt(4) == 0) {
      transaction = transaction.by(new Origin("ann", "change " + random.nextInt(100)));
    }
    if (random.nextInt(8) == 0) {
      transaction = transaction.once("once-" + random.nextInt(6));
    }
    return random.nextInt(4) == 0 ? transaction.when(precondition()) : transaction;
  }

  private Operation operation() {
    String space = space();
    String key = key();
    return switch (random.nextInt(16)) {
      case 0, 1, 2 -> new Operation.Delete(space, key);
      case 3, 4 -> new Operation.Increment(space, key, "n", BigDecimal.valueOf(random.nextInt(9)));
      case 5, 6 ->
          new Operation.MergePatch(space, key, Json.parse("{\"m\":" + random.nextInt(9) + "}"));
      case 7 -> new Operation.Revert(space, key, 1L + random.nextInt(300));
      case 8 -> erases ? new Operation.Erase(space, key) : new Operation.Delete(space, key);
      default -> new Operation.Put(space, key, document());
    };
  }

  private Json document() {
    int size = random.nextInt(20) == 0 ? 20_000 : random.nextInt(300);
    return Json.parse(
        "{\"n\":" + random.nextInt(100) + ",\"text\":\"" + "abc ".repeat(size / 4) + "\"}");
  }

  private Precondition precondition() {
    String space = space();
    String key = key();
    return switch (random.nextInt(4)) {
      case 0 -> new Precondition.Absent(space, key);
      case 1 -> new Precondition.Exists(space, key);
      case 2 -> new Precondition.SeqAtMost(space, key, random.nextInt(300));
      default ->
          new Precondition.Field(
              space, key, "n", Precondition.Comparison.GT, Json.of(random.nextInt(100)));
    };
  }

  /// The transaction, now and then bound to a version there is or was.
  Transaction aimed(Transaction transaction, List<Version> known, double which) {
    int at = (int) (which * 4 * known.size());
    if (at >= known.size()) {
      return transaction;
    }
    Version version = known.get(at);
    return transaction.when(
        new Precondition.VidIs(version.namespace(), version.key(), version.vid()));
  }
}
