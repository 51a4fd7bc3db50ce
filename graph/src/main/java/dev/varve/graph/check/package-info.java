/// What can only be judged on a whole graph: references, overlaps, options without effect, files.
package dev.varve.graph.check;
