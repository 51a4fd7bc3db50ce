/// HTTP messages, bodies and exchanges: what servers, clients and everything between them share.
package dev.varve.http;
