/// Indexes: their entries, and which of them answers a query.
package dev.varve.store.query.plan;
