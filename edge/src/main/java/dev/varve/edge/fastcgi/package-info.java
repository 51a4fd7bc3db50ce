/// Runs scripts by FastCGI.
package dev.varve.edge.fastcgi;
