/// HTTP servers: listeners on event loops that hand exchanges to handlers.
package dev.varve.http.server;
