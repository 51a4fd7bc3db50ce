/// Differences between documents: patches, merges, and who changed what.
package dev.varve.store.diff;
