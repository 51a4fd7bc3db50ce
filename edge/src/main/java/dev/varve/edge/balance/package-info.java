/// Which target of an upstream gets a request.
package dev.varve.edge.balance;
