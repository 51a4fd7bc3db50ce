/// What the tests of every module stand on: time that stands still, free ports, exact bytes over a
/// socket, properties with shrinking, golden files and the check that each test gives back what it
/// took. Temporary directories are JUnit's own `@TempDir`.
@NullMarked
package dev.varve.testkit;

import org.jspecify.annotations.NullMarked;
