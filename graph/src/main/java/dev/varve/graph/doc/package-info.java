/// What is generated from the records' descriptions: JSON Schema, TypeScript types, reference page.
package dev.varve.graph.doc;
