/// What the connections of a listener share, whatever their protocol.
package dev.varve.http.serve;
