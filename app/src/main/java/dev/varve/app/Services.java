package dev.varve.app;

import dev.varve.base.Clock;
import dev.varve.store.Store;

/// What the program lends to an application.
///
/// @param store the documents, shared with everything else in the process
/// @param clock the time
public record Services(Store store, Clock clock) {}
