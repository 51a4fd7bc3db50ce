/// Questions over documents: paths, filters, queries, and the order of all values.
package dev.varve.store.query;
