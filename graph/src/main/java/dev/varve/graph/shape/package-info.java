/// One description per record: from it come strict reading, canonical writing, the JSON Schema, the
/// TypeScript types and the reference page. No reflection.
package dev.varve.graph.shape;
