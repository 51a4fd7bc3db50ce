/// Commands about targets of a running server.
package dev.varve.program.command.upstreams;
