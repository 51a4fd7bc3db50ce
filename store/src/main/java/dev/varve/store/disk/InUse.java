package dev.varve.store.disk;

import java.io.IOException;
import java.nio.file.Path;

/// Another process has the directory.
@SuppressWarnings("serial") // never serialized
public final class InUse extends IOException {
  InUse(Path directory) {
    super(directory + " is used by another process");
  }
}
