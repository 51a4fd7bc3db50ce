/// What `varve init` writes.
package dev.varve.config.template;
