/// The store's HTTP API: what it answers, and how a listener asks it.
package dev.varve.control.store;
