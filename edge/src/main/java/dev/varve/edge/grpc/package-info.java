/// Calls of gRPC: how they are told from other requests, what an error is to them, and gRPC-Web.
package dev.varve.edge.grpc;
