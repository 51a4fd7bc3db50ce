/// What can go wrong in a store.
package dev.varve.store.problem;
