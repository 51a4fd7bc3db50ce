/// The PROXY protocol, versions 1 and 2: who really connects, told by a proxy in front.
package dev.varve.http.proxyprotocol;
