/// JSON documents with their whole history: write, read now or at any time, watch.
package dev.varve.store;
