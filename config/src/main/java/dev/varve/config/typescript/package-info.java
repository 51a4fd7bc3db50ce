/// `varve.config.ts` to plain values: types erased, modules linked, run in a sandbox.
package dev.varve.config.typescript;
