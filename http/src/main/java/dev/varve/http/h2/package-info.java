/// HTTP/2 (RFC 9113) and HPACK (RFC 7541) on lent bytes: no sockets, no threads, no clocks of their
/// own.
package dev.varve.http.h2;
