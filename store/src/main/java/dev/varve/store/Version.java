package dev.varve.store;

import dev.varve.base.Digest;
import dev.varve.base.json.Json;
import java.time.Instant;
import java.util.List;

/// One immutable version of one key.
///
/// @param namespace where the key lives
/// @param key the key
/// @param seq position in the store's log; grows by one with every version of any key
/// @param vid the version's id
/// @param cid the value's id; [Digest#NONE] for a tombstone
/// @param time given by the store, unique to the transaction, strictly increasing with `seq` from
///   one transaction to the next
/// @param number counts the versions of this key from 1
/// @param previous `seq` of the version before it, 0 when there was none
/// @param parents ids of the versions it was made from, sorted; none for the first one
/// @param origin who wrote it and why
/// @param action how it came about
/// @param content what it holds
public record Version(
    String namespace,
    String key,
    long seq,
    Digest vid,
    Digest cid,
    Instant time,
    long number,
    long previous,
    List<Digest> parents,
    Origin origin,
    Action action,
    Content content) {

  /// The value.
  ///
  /// @throws IllegalStateException when the version is a tombstone or was erased
  public Json value() {
    return switch (content) {
      case Content.Value held -> held.json();
      case Content.Tombstone _ -> throw noValue("deletes the key");
      case Content.Erased _ -> throw noValue("was erased");
    };
  }

  /// Whether there is a value to read.
  public boolean hasValue() {
    return content instanceof Content.Value;
  }

  private IllegalStateException noValue(String why) {
    return new IllegalStateException(
        "version " + seq + " of " + namespace + "/" + key + " has no value, because it " + why);
  }
}
