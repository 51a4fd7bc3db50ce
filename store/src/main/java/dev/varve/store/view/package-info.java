/// Queries whose answers are kept up to date.
package dev.varve.store.view;
