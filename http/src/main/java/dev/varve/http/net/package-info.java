/// Event loops, their timers and buffers, and streams of bytes over TCP and unix sockets: what HTTP
/// and other protocols of the wire stand on. Netty's loops lie beneath and do not show.
package dev.varve.http.net;
