package dev.varve.store.index;

import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.store.disk.MemoryDisk;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The index agrees with a sorted map, whatever the keys.
class KeyIndexTest {
  private final Map<Long, String> owners = new HashMap<>();
  private final TreeMap<String, Long> model = new TreeMap<>();
  private long seq;

  private static byte[] bytes(String key) {
    return key.getBytes(StandardCharsets.ISO_8859_1);
  }

  private boolean owns(long at, int namespace, byte[] key) {
    return (namespace + "/" + new String(key, StandardCharsets.ISO_8859_1)).equals(owners.get(at));
  }

  private void put(KeyIndex index, int namespace, String key) {
    String name = namespace + "/" + key;
    seq++;
    index.beginWrite();
    try {
      index.put(namespace, bytes(key), model.getOrDefault(name, 0L), seq);
    } finally {
      index.endWrite();
    }
    model.put(name, seq);
    owners.put(seq, name);
  }

  private static String randomKey(Random random, int shape) {
    return switch (shape) {
      case 0 -> String.format("k%08d", random.nextInt(100_000));
      case 1 -> "x".repeat(random.nextInt(1020)) + random.nextInt(50);
      default -> {
        var key = new StringBuilder();
        for (int i = random.nextInt(40); i >= 0; i--) {
          key.append((char) random.nextInt(256));
        }
        yield key.toString();
      }
    };
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2})
  void agreesWithASortedMap(int shape) {
    var random = new Random(shape);
    try (var index = new KeyIndex()) {
      for (int i = 0; i < (shape == 1 ? 3_000 : 30_000); i++) {
        put(index, random.nextInt(3), randomKey(random, shape));
      }
      check(index, random);
    }
  }

  @Test
  void takesKeysInOrder() {
    try (var index = new KeyIndex()) {
      for (int i = 0; i < 20_000; i++) {
        put(index, 1, String.format("k%08d", i));
      }
      check(index, new Random(1));
    }
  }

  @Test
  void forgetsKeys() {
    var random = new Random(5);
    try (var index = new KeyIndex()) {
      for (int i = 0; i < 5_000; i++) {
        put(index, 1, randomKey(random, 0));
      }
      for (String name : List.copyOf(model.keySet())) {
        if (random.nextBoolean()) {
          index.beginWrite();
          index.remove(1, bytes(name.substring(2)), model.getOrDefault(name, 0L));
          index.endWrite();
          model.remove(name);
        }
      }
      check(index, random);
      for (int i = 0; i < 5_000; i++) {
        put(index, 1, randomKey(random, 0));
      }
      check(index, random);
    }
  }

  @Test
  void comesBackFromACheckpointThatWasTakenWhileItChanged() throws IOException {
    var random = new Random(7);
    var disk = new MemoryDisk();
    try (var index = new KeyIndex()) {
      for (int i = 0; i < 20_000; i++) {
        put(index, 1, randomKey(random, 0));
      }
      var then = new TreeMap<>(model);
      long seqThen = seq;
      Checkpoint.Writing writing =
          Checkpoint.Writing.begin(
              disk, index, new Checkpoint.Point(42, seq, 77, 0, new byte[] {1, 2, 3}));
      for (int i = 0; i < 20_000; i++) {
        put(index, 1, randomKey(random, i % 3 == 0 ? 2 : 0));
      }
      writing.fill();
      writing.finish();
      check(index, random);

      Checkpoint.Loaded loaded = Checkpoint.load(disk, 42).orElseThrow();
      model.clear();
      model.putAll(then);
      assertThat(loaded.point().seq()).isEqualTo(seqThen);
      assertThat(loaded.point().counts()).containsExactly(1, 2, 3);
      try (KeyIndex again = loaded.index()) {
        check(again, random);
        for (int i = 0; i < 5_000; i++) {
          put(again, 1, randomKey(random, 0));
        }
        check(again, random);
      }
    }
    assertThat(Checkpoint.load(disk, 43)).isEmpty();
  }

  private void check(KeyIndex index, Random random) {
    assertThat(index.keys()).isEqualTo(model.size());
    model.forEach((name, at) ->
        assertThat(index.latest(name.charAt(0) - '0', bytes(name.substring(2)), this::owns))
            .isEqualTo(at));
    assertThat(index.latest(1, bytes("never written"), this::owns)).isZero();
    for (int namespace = 0; namespace < 3; namespace++) {
      var found = new ArrayList<String>();
      byte[] from = {};
      int limit = 1 + random.nextInt(300);
      while (true) {
        List<byte[]> keys = index.keysFrom(namespace, from, limit);
        for (byte[] key : keys) {
          found.add(namespace + "/" + new String(key, StandardCharsets.ISO_8859_1));
        }
        if (keys.size() < limit) {
          break;
        }
        byte[] last = keys.getLast();
        from = java.util.Arrays.copyOf(last, last.length + 1);
      }
      assertThat(found)
          .containsExactlyElementsOf(model.subMap(namespace + "/", namespace + "0").keySet());
    }
  }
}
