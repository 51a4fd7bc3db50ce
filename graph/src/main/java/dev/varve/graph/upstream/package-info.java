/// Groups of targets that the edge sends requests to.
package dev.varve.graph.upstream;
