/// What is written, told to many at once: read from the log and made into text once, however many
/// follow it.
package dev.varve.control.feed;
