package dev.varve.store.schema;

import dev.varve.base.json.Json;

/// One keyword of a schema, ready to check values. A keyword says nothing about values of types it
/// is not for.
@FunctionalInterface
interface Rule {
  void check(Json value, Run run);
}
