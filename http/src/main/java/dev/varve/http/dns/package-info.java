/// A small DNS client (RFC 1035, RFC 2782): addresses and services with the time they hold.
package dev.varve.http.dns;
