/// Command lines: what commands take, what was typed, and the help that shows it.
package dev.varve.program.line;
