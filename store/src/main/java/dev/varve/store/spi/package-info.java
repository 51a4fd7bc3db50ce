/// What a store stands on: versions in the order of their positions, and the latest of each key.
package dev.varve.store.spi;
