package dev.varve.store;

import dev.varve.base.Check;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// Preconditions and changes that happen together or not at all.
///
/// @param preconditions judged first, in order
/// @param operations 1 to 4,096; each sees the ones before it
/// @param origin who and why, kept in every version written
/// @param once when not empty, a name under which the transaction is carried out at most once: a
///   retry gets the first outcome again. Remembered for a day at least
public record Transaction(
    List<Precondition> preconditions, List<Operation> operations, Origin origin, String once) {
  /// Bytes of UTF-8 that `once` may have.
  public static final int ONCE_MAX = 256;

  public Transaction {
    preconditions = List.copyOf(preconditions);
    operations = List.copyOf(operations);
    Check.within("transaction.operations", operations.size(), 1, 4096);
    Check.within("transaction.preconditions", preconditions.size(), 0, 4096);
    Check.within("transaction.once", once.getBytes(StandardCharsets.UTF_8).length, 0, ONCE_MAX);
  }

  public static Transaction of(Operation... operations) {
    return new Transaction(List.of(), List.of(operations), Origin.NONE, "");
  }

  /// With more preconditions.
  public Transaction when(Precondition... more) {
    var all = new ArrayList<>(preconditions);
    all.addAll(List.of(more));
    return new Transaction(all, operations, origin, once);
  }

  /// With more operations.
  public Transaction and(Operation... more) {
    var all = new ArrayList<>(operations);
    all.addAll(List.of(more));
    return new Transaction(preconditions, all, origin, once);
  }

  public Transaction by(Origin who) {
    return new Transaction(preconditions, operations, who, once);
  }

  public Transaction once(String name) {
    return new Transaction(preconditions, operations, origin, name);
  }
}
