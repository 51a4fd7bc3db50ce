/// The wire: HTTP server and client, no routing.
@org.jspecify.annotations.NullMarked
module dev.varve.http {
  requires transitive dev.varve.base;
  requires com.aayushatharva.brotli4j;
  requires com.github.luben.zstd_jni;
  requires io.netty.buffer;
  requires io.netty.common;
  requires io.netty.codec.classes.quic;
  requires io.netty.handler;
  requires io.netty.transport;
  requires io.netty.transport.classes.epoll;
  requires io.netty.tcnative.classes.openssl;
  requires io.netty.transport.unix.common;

  exports dev.varve.http;
  exports dev.varve.http.client;
  exports dev.varve.http.compress;
  exports dev.varve.http.dns;
  exports dev.varve.http.field;
  exports dev.varve.http.h3;
  exports dev.varve.http.net;
  exports dev.varve.http.ocsp;
  exports dev.varve.http.proxyprotocol;
  exports dev.varve.http.server;
  exports dev.varve.http.tls;
  exports dev.varve.http.websocket;
}
