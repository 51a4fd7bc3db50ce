/// Content codings (RFC 9110 section 8.4): which one an answer gets, and bodies that compress or
/// decompress as they pass.
package dev.varve.http.compress;
