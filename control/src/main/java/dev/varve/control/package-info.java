/// The admin listener and who may use it.
package dev.varve.control;
