/// Rules that documents of a namespace keep to, as JSON Schema.
package dev.varve.store.schema;
