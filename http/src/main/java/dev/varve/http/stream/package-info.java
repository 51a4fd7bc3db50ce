/// What HTTP/2 and HTTP/3 have in common: messages on streams of one connection.
package dev.varve.http.stream;
