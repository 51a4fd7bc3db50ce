/// What is counted of the store's work.
package dev.varve.control.metric;
