/// What is known about the health of targets, and what follows from it: active checks, ejection of
/// outliers, circuit breakers and retries.
package dev.varve.edge.health;
