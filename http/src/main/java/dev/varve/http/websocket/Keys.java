package dev.varve.http.websocket;

import java.security.SecureRandom;

/// Masking keys that nobody can foretell (RFC 6455 section 10.3), drawn in batches. For one thread.
final class Keys {
  private static final int BATCH = 1024;

  private final SecureRandom random = new SecureRandom();
  private final byte[] batch = new byte[BATCH];
  private int at = BATCH;

  int next() {
    if (at == BATCH) {
      random.nextBytes(batch);
      at = 0;
    }
    int key = 0;
    for (int i = 0; i < 4; i++) {
      key = (key << 8) | (batch[at++] & 0xff);
    }
    return key;
  }
}
