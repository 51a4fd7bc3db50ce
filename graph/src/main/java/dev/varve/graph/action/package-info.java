/// What answers a request.
package dev.varve.graph.action;
