package dev.varve.store.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.base.json.Json;
import dev.varve.store.NamespaceConfig;
import dev.varve.store.Outcome;
import dev.varve.store.Retention;
import dev.varve.store.StoreOptions;
import dev.varve.store.Version;
import dev.varve.store.log.SimulatedDisk;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The power goes while large values are written, let go of and erased: each is there as a whole,
/// or not at all.
class LargeValueCrashTest {
  private static final StoreOptions OPTIONS =
      StoreOptions.DEFAULT.withSegmentBytes(1 << 20).withBackground(false);
  private static final String FILLER = "stone water wood ".repeat(70_000);

  private static Json value(int number) {
    return Json.of("marked " + number + FILLER + number);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void eachIsThereAsAWholeOrNotAtAll(long seed) throws IOException {
    var random = new Random(seed);
    var disk = new SimulatedDisk();
    LogStore store = LogStore.over(disk, OPTIONS);
    store.configure("docs", NamespaceConfig.DEFAULT.with(new Retention.KeepLast(2))).version();
    var written = new ArrayList<Version>();
    disk.cutPowerAfter(random.nextInt(90));
    boolean erased = false;
    try {
      for (int i = 0; i < 5; i++) {
        written.add(store.put("docs", "k", value(i)).version());
        if (i == 3) {
          store.compact();
        }
      }
      Outcome.Committed done = store.erase("docs", "k").committed();
      erased = !done.versions().isEmpty();
      store.close();
    } catch (RuntimeException _) {
      // the power went
    }
    SimulatedDisk after = disk.afterPowerCut(random);
    store = LogStore.over(after, OPTIONS);

    assertThat(store.verify()).isEmpty();
    Optional<Version> latest = store.get("docs", "k");
    if (erased) {
      assertThat(latest).isEmpty();
      assertThat(names(after)).noneMatch(name -> holds(after, name));
    } else if (latest.isPresent()) {
      assertThat(latest.get().value()).isIn(value(0), value(1), value(2), value(3), value(4));
    }
    if (!erased && !written.isEmpty() && latest.isPresent()) {
      assertThat(latest.get().number()).isGreaterThanOrEqualTo(written.getLast().number());
    }
    store.close();
  }

  private static List<String> names(SimulatedDisk disk) throws IOException {
    return List.copyOf(disk.list());
  }

  private static boolean holds(SimulatedDisk disk, String name) {
    return new String(disk.bytesOf(name), StandardCharsets.ISO_8859_1).contains("marked ");
  }
}
