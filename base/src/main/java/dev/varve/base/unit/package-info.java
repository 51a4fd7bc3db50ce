/// Durations, sizes and rates as people write them in configuration and on the command line.
package dev.varve.base.unit;
