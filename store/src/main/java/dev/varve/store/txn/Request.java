package dev.varve.store.txn;

import dev.varve.base.Digest;
import dev.varve.base.Failure;
import dev.varve.base.Problem;
import dev.varve.base.json.Json;
import dev.varve.store.Content;
import dev.varve.store.Operation;
import dev.varve.store.Outcome;
import dev.varve.store.Precondition;
import dev.varve.store.Transaction;
import dev.varve.store.problem.StoreCode;
import dev.varve.store.record.RecordLayout;
import dev.varve.store.version.Hashes;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A transaction made ready by its caller: names checked, values canonical and hashed, so that the
/// writer has little left to do.
public final class Request {
  private static final byte[] EMPTY = {};

  /// An operation made ready.
  ///
  /// @param held value of a put, else nothing
  @SuppressWarnings("ArrayRecordComponent") // passed on, never compared
  record Step(Operation operation, byte[] key, Held held, Passed seen) {
    /// The schema that the value keeps.
    Digest passed() {
      return seen.schema;
    }

    void pass(Digest schema) {
      seen.schema = schema;
    }

    /// The value of a put.
    Json value() {
      return ((Operation.Put) operation).value();
    }
  }

  /// What a step's value was held to ahead of the writer. Told to the writer with the request.
  private static final class Passed {
    private Digest schema = Digest.NONE;
  }

  /// A precondition made ready.
  @SuppressWarnings("ArrayRecordComponent") // passed on, never compared
  record Guard(Precondition precondition, byte[] key) {}

  private final Transaction transaction;
  private final List<Guard> guards = new ArrayList<>(0);
  private final List<Step> steps;
  private final byte[] author;
  private final byte[] message;
  private final boolean system;
  private boolean erases;
  private Digest onceHash = Digest.NONE;
  private @Nullable Problem problem;

  private Request(Transaction transaction, boolean system) {
    this.transaction = transaction;
    this.system = system;
    this.steps = new ArrayList<>(transaction.operations().size());
    this.author = transaction.origin().author().getBytes(StandardCharsets.UTF_8);
    this.message = transaction.origin().message().getBytes(StandardCharsets.UTF_8);
  }

  public static Request of(Transaction transaction) {
    return new Request(transaction, false).prepare();
  }

  /// May write to the store's own namespaces.
  public static Request ofSystem(Transaction transaction) {
    return new Request(transaction, true).prepare();
  }

  private Request prepare() {
    for (Precondition precondition : transaction.preconditions()) {
      guards.add(new Guard(precondition, name(precondition.namespace(), precondition.key())));
      if (precondition instanceof Precondition.Field field) {
        checkPath(field.path());
      }
    }
    for (Operation operation : transaction.operations()) {
      prepare(operation);
    }
    if (!transaction.once().isEmpty()) {
      onceHash =
          Hashes.cid(
              (transaction.preconditions() + "\n" + transaction.operations())
                  .getBytes(StandardCharsets.UTF_8));
    }
    return this;
  }

  private void prepare(Operation operation) {
    byte[] key = name(operation.namespace(), operation.key());
    if (operation instanceof Operation.Increment increment) {
      checkPath(increment.path());
    }
    if (operation instanceof Operation.Put put) {
      steps.add(new Step(operation, key, held(put), new Passed()));
    } else {
      erases |= operation instanceof Operation.Erase;
      steps.add(new Step(operation, key, Held.NOTHING, new Passed()));
    }
  }

  private byte[] name(String namespace, String key) {
    if (!system && !Names.isNamespace(namespace)) {
      refuse(StoreCode.BAD_NAME, Names.badNamespace(namespace));
    }
    byte[] bytes = Names.keyBytes(key);
    if (bytes == null) {
      refuse(StoreCode.BAD_NAME, Names.badKey(key));
      return EMPTY;
    }
    return bytes;
  }

  private Held held(Operation.Put put) {
    byte[] value = put.document().bytes();
    if (value.length > RecordLayout.WHOLE_MAX) {
      refuse(StoreCode.TOO_LARGE, tooLarge(put, value.length));
      return Held.NOTHING;
    }
    return Held.of(value);
  }

  private void checkPath(String path) {
    try {
      if (Fields.path(path).isMeta()) {
        refuse(StoreCode.BAD_PATH, "a path must lead into the value, but is " + path);
      }
    } catch (Failure misread) {
      problem = problem == null ? misread.problems().getFirst() : problem;
    }
  }

  static String tooLarge(Operation operation, int length) {
    return operation.namespace()
        + "/"
        + operation.key()
        + " must take at most 16 MiB in canonical form, but takes "
        + length
        + " bytes";
  }

  private void refuse(StoreCode code, String message) {
    if (problem == null) {
      problem = Problem.of(code, message, "");
    }
  }

  /// Why it can never be carried out, or null.
  public Outcome.@Nullable Refused refusal() {
    return problem == null ? null : new Outcome.Refused(problem);
  }

  /// What an operation wrote, where it is in one piece and known without reading it back.
  public Content.@Nullable Document written(int operation) {
    Step step = steps.get(operation);
    boolean here = step.operation() instanceof Operation.Put && step.held().whole() == 0;
    return here ? new Content.Document(step.held().bytes()) : null;
  }

  /// The namespaces it touches.
  public Set<String> namespaces() {
    var names = new HashSet<String>();
    guards.forEach(guard -> names.add(guard.precondition().namespace()));
    steps.forEach(step -> names.add(step.operation().namespace()));
    return names;
  }

  /// The namespaces and keys it erases.
  public List<Operation.Erase> erasures() {
    if (!erases) {
      return List.of();
    }
    var erasures = new ArrayList<Operation.Erase>();
    for (Step step : steps) {
      if (step.operation() instanceof Operation.Erase erase) {
        erasures.add(erase);
      }
    }
    return erasures;
  }

  public Transaction transaction() {
    return transaction;
  }

  List<Guard> guards() {
    return guards;
  }

  List<Step> steps() {
    return steps;
  }

  byte[] author() {
    return author;
  }

  byte[] message() {
    return message;
  }

  Digest onceHash() {
    return onceHash;
  }

  boolean system() {
    return system;
  }

  /// What an idempotency key remembers.
  Json receipt(long firstSeq, int count) {
    return dev.varve.base.json.JsonObject.EMPTY
        .with("seq", Json.of(firstSeq))
        .with("count", Json.of(count))
        .with("hash", Json.of(onceHash.hex()));
  }
}
