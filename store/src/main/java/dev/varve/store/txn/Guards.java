package dev.varve.store.txn;

import dev.varve.base.Failure;
import dev.varve.base.json.Json;
import dev.varve.base.json.JsonLimits;
import dev.varve.base.json.JsonNumber;
import dev.varve.base.json.JsonReader;
import dev.varve.store.Content;
import dev.varve.store.Operation;
import dev.varve.store.Precondition;
import dev.varve.store.diff.Increment;
import dev.varve.store.diff.MergePatch;
import dev.varve.store.problem.StoreCode;
import dev.varve.store.record.RecordLayout;
import org.jspecify.annotations.Nullable;

/// Judges preconditions and works out increments: functions of a key's latest version.
final class Guards {
  private Guards() {}

  static boolean holds(Precondition precondition, @Nullable Standing head) {
    boolean hasValue = head != null && head.hasValue();
    return switch (precondition) {
      case Precondition.Absent _ -> !hasValue;
      case Precondition.Exists _ -> hasValue;
      case Precondition.VidIs is -> head != null && head.vid().equals(is.vid());
      case Precondition.CidIs is -> head != null && hasValue && head.cid().equals(is.cid());
      case Precondition.SeqAtMost most -> head == null || head.seq() <= most.seq();
      case Precondition.Field field ->
          head != null
              && hasValue
              && Fields.holds(
                  Fields.path(field.path()).in(parse(head.value())),
                  field.comparison(),
                  field.value());
    };
  }

  /// What a precondition asks of its key.
  static String expectation(Precondition precondition) {
    return switch (precondition) {
      case Precondition.Absent _ -> "hold no value";
      case Precondition.Exists _ -> "hold a value";
      case Precondition.VidIs is -> "be at version " + is.vid();
      case Precondition.CidIs is -> "hold the value " + is.cid();
      case Precondition.SeqAtMost most -> "not be written after " + most.seq();
      case Precondition.Field field ->
          "have "
              + (field.path().isEmpty() ? "a value" : field.path())
              + " "
              + field.comparison()
              + " "
              + field.value();
    };
  }

  /// The canonical bytes after an increment.
  static byte[] increment(Operation.Increment increment, @Nullable Standing head) {
    Json current = head != null && head.hasValue() ? parse(head.value()) : null;
    try {
      var by = new JsonNumber(increment.by());
      return bounded(increment, Increment.apply(current, Fields.path(increment.path()), by));
    } catch (Failure misfit) {
      String key = increment.namespace() + "/" + increment.key();
      throw Stop.refuse(
          StoreCode.NOT_A_NUMBER, key + ": " + misfit.problems().getFirst().message());
    }
  }

  /// The canonical bytes after a merge patch.
  static byte[] mergePatched(Operation.MergePatch operation, @Nullable Standing head) {
    Json current = head != null && head.hasValue() ? parse(head.value()) : null;
    return bounded(operation, MergePatch.apply(current, operation.patch()));
  }

  /// The canonical bytes after a patch.
  ///
  /// @throws Failure when the patch does not fit
  static byte[] patched(Operation.Patch operation, Standing head) {
    return bounded(operation, operation.patch().apply(parse(head.value())));
  }

  private static byte[] bounded(Operation operation, Json changed) {
    String breach = JsonLimits.DEFAULT.breach(changed);
    if (breach != null) {
      throw Stop.refuse(StoreCode.TOO_LARGE, Request.mustHave(operation, breach));
    }
    byte[] value = changed.canonical();
    if (value.length > RecordLayout.WHOLE_MAX) {
      throw Stop.refuse(StoreCode.TOO_LARGE, Request.tooLarge(operation, value.length));
    }
    return value;
  }

  private static Json parse(byte[] value) {
    return JsonReader.read(value, 0, value.length, Content.Value.STORED);
  }
}
