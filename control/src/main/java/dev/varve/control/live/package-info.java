/// What is kept up to date with a namespace, in memory: the answers of views and the entries of
/// indexes.
package dev.varve.control.live;
