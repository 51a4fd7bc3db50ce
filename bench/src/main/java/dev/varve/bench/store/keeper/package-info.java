/// Stores in the process of the benchmark, and the documents they all keep.
package dev.varve.bench.store.keeper;
