/// TLS over transports: certificates by name, replaced while serving, and connections to verified
/// origins. BoringSSL does the work where its library loads, else the JDK.
package dev.varve.http.tls;
