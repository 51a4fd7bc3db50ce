/// The one form of a request's path that matching, guards, cache, log and forwarding share.
package dev.varve.graph.path;
