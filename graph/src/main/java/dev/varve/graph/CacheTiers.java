package dev.varve.graph;

import dev.varve.graph.shape.Field;
import dev.varve.graph.shape.Shape;
import dev.varve.graph.shape.Types;
import java.util.List;

/// Where cached responses are kept.
public record CacheTiers(long memory, long disk, boolean shared) {
  private static final Field<CacheTiers, Long> MEMORY =
      Field.of(
          "memory",
          "Memory outside the heap for the memory tier; 0B for none.",
          Types.size(0L, 1L << 40),
          64L << 20,
          CacheTiers::memory);
  private static final Field<CacheTiers, Long> DISK =
      Field.of(
          "disk",
          "Size of the disk tier under the data directory; 0B for none.",
          Types.size(0L, 1L << 40),
          0L,
          CacheTiers::disk);
  private static final Field<CacheTiers, Boolean> SHARED =
      Field.of(
          "shared",
          "Whether nodes share responses through the store.",
          Types.bool(),
          false,
          CacheTiers::shared);

  /// Members, bounds and defaults.
  public static final Shape<CacheTiers> SHAPE =
      Shape.of(
          "CacheTiers",
          "Where cached responses are kept.",
          List.of(MEMORY, DISK, SHARED),
          v -> new CacheTiers(v.get(MEMORY), v.get(DISK), v.get(SHARED)));

  /// Every default.
  public static final CacheTiers DEFAULT = SHAPE.defaults();

  public CacheTiers {
    MEMORY.check(memory);
    DISK.check(disk);
  }
}
