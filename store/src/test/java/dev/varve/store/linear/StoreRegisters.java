package dev.varve.store.linear;

import dev.varve.base.json.Json;
import dev.varve.base.json.JsonString;
import dev.varve.store.Operation;
import dev.varve.store.Outcome;
import dev.varve.store.Precondition;
import dev.varve.store.Store;
import dev.varve.store.Transaction;
import dev.varve.store.Version;
import dev.varve.store.version.Hashes;
import org.jspecify.annotations.Nullable;

/// The keys of a store as registers.
public record StoreRegisters(Store store, String namespace) implements Clients.Registers {
  @Override
  public Answer ask(String key, Call call) {
    return switch (call) {
      case Call.Read _ ->
          new Answer.Value(
              store.get(namespace, key).map(Version::value).map(StoreRegisters::text).orElse(null));
      case Call.Write write -> {
        store.commit(Transaction.of(operation(key, write.value())));
        yield new Answer.Done(); // deleting what is not there changes nothing, as it should
      }
      case Call.CompareAndSet change -> {
        Outcome outcome =
            store.commit(
                Transaction.of(operation(key, change.value())).when(condition(key, change)));
        yield outcome instanceof Outcome.Committed ? new Answer.Done() : new Answer.Refused();
      }
    };
  }

  private static String text(Json value) {
    return ((JsonString) value).value();
  }

  private Operation operation(String key, @Nullable String value) {
    return value == null
        ? new Operation.Delete(namespace, key)
        : new Operation.Put(namespace, key, Json.of(value));
  }

  private Precondition condition(String key, Call.CompareAndSet change) {
    return change.expected() == null
        ? new Precondition.Absent(namespace, key)
        : new Precondition.CidIs(
            namespace, key, Hashes.cid(Json.of(change.expected()).canonical()));
  }
}
