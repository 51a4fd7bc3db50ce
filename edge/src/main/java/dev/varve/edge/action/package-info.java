/// What answers a request, as the edge sees it: actions of its own and those a program adds.
package dev.varve.edge.action;
