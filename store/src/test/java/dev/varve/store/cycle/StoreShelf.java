package dev.varve.store.cycle;

import dev.varve.base.Digest;
import dev.varve.base.json.Json;
import dev.varve.base.json.JsonArray;
import dev.varve.base.json.JsonNumber;
import dev.varve.store.At;
import dev.varve.store.Operation;
import dev.varve.store.Outcome;
import dev.varve.store.Precondition;
import dev.varve.store.Store;
import dev.varve.store.Transaction;
import dev.varve.store.Version;
import dev.varve.store.diff.JsonPatch;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Documents of a store as lists, which must be there. Several are read at one position.
public record StoreShelf(Store store, String namespace) implements Editors.Shelf {
  @Override
  public Map<String, List<Long>> readTogether(List<String> keys) {
    At now = At.seq(store.seq());
    var found = new TreeMap<String, List<Long>>();
    for (String key : keys) {
      found.put(key, values(store.at(namespace, key, now).found().orElseThrow().value()));
    }
    return found;
  }

  @Override
  public Editors.Marked read(String key) {
    Version version = store.get(namespace, key).orElseThrow();
    return new Editors.Marked(values(version.value()), version.vid().hex());
  }

  public static List<Long> values(Json list) {
    return ((JsonArray) list)
        .items().stream().map(item -> ((JsonNumber) item).longValue()).toList();
  }

  @Override
  public boolean append(List<Txn.Append> appends, Map<String, String> marks) {
    var operations = new ArrayList<Operation>();
    for (Txn.Append append : appends) {
      operations.add(new Operation.Patch(namespace, append.key(), patch(append.value())));
    }
    Transaction transaction = Transaction.of(operations.toArray(new Operation[0]));
    for (Map.Entry<String, String> each : marks.entrySet()) {
      transaction =
          transaction.when(
              new Precondition.VidIs(namespace, each.getKey(), Digest.parse(each.getValue())));
    }
    return store.commit(transaction) instanceof Outcome.Committed;
  }

  private static JsonPatch patch(long value) {
    return JsonPatch.of(Json.parse("[{\"op\":\"add\",\"path\":\"/-\",\"value\":" + value + "}]"));
  }
}
