/// Passes requests to upstreams and their answers back.
package dev.varve.edge.proxy;
