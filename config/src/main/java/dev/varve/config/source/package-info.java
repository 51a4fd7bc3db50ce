/// What an author wrote: plain values, their places, and what can be wrong with them.
package dev.varve.config.source;
