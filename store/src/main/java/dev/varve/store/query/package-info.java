/// Queries over documents: filter, sort, page, fields, aggregates, groups.
package dev.varve.store.query;
