/// TypeScript read once and left as JavaScript of the same length, its types blanked.
package dev.varve.config.erasure;
