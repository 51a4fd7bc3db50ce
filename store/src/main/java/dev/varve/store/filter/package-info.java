/// What a document is asked: paths, conditions, and the order of all values.
package dev.varve.store.filter;
