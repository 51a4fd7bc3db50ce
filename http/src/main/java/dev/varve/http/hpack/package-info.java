/// HPACK (RFC 7541), and what the fields of a header block are to HTTP/2 and HTTP/3 alike.
package dev.varve.http.hpack;
