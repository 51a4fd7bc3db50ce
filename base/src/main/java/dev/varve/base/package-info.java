/// Time, limits and the way problems are told.
package dev.varve.base;
