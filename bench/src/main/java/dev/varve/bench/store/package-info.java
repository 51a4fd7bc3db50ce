/// The store beside its peers, in one run: `bench/run store`.
package dev.varve.bench.store;
