/// Answers with files of a folder.
package dev.varve.edge.files;
