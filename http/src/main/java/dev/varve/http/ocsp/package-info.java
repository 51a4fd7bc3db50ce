/// OCSP (RFC 6960): asks authorities whether certificates are good, and keeps their answers to be
/// shown with them.
package dev.varve.http.ocsp;
