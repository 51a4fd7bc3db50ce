/// Versions as JSON: in answers, and as what watchers are told.
package dev.varve.control.version;
