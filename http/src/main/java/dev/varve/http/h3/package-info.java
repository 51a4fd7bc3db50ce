/// HTTP/3 (RFC 9114) for servers: frames, QPACK and streams over Netty's channels for QUIC.
package dev.varve.http.h3;
