/// Frames of HTTP/2 (RFC 9113 section 6) from octets and to octets.
package dev.varve.http.h2.frame;
