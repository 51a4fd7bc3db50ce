/// WebSocket (RFC 6455) with permessage-deflate (RFC 7692), over HTTP/1.1 and HTTP/2 (RFC 8441),
/// for servers and clients.
package dev.varve.http.websocket;
