/// Structured field values (RFC 9651), and fields that are written with them.
package dev.varve.http.field;
