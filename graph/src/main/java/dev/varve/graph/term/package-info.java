/// Kinds of text that records share: hosts, addresses, networks, references, templates.
package dev.varve.graph.term;
