/// Where stores of this machine are opened: the one package that knows both the API and what
/// carries it.
package dev.varve.store.local;
