/// HTTP clients: one for each event loop, with its own pools of connections.
package dev.varve.http.client;
