package dev.varve.control.identity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.base.json.Json;
import dev.varve.base.json.JsonObject;
import dev.varve.store.NamespaceStatus;
import dev.varve.store.Scan;
import dev.varve.store.Store;
import dev.varve.store.Version;
import dev.varve.store.local.LocalStore;
import dev.varve.testkit.FakeClock;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// What only some may do is written down, and a flood of refusals does not fill the disk.
final class AuditTest {
  private static final Audit.Event EVENT = new Audit.Event("key:ci", "PUT config", "people/config");

  private final Store store = LocalStore.inMemory();
  private final FakeClock clock = new FakeClock();

  @AfterEach
  void close() {
    store.close();
  }

  private List<Version> records() {
    return store.documents(Audit.SPACE, Scan.ALL.limit(10_000)).versions();
  }

  @Test
  void aRecordSaysWhoDidWhat() {
    new Audit(store, clock).done(EVENT);

    assertThat(records().getFirst().value())
        .isEqualTo(
            Json.parse(
                "{\"outcome\":\"done\",\"actor\":\"key:ci\",\"action\":\"PUT config\",\"where\":\"people/config\"}"));
    assertThat(records().getFirst().origin().author()).isEqualTo("key:ci");
  }

  @Test
  void theNextProcessWritesBehindTheLast() {
    new Audit(store, clock).done(EVENT);
    new Audit(store, clock).done(EVENT);

    assertThat(records()).extracting(Version::key).containsExactly("000000", "000001");
  }

  @Test
  void aFloodOfRefusalsIsCountedAndNotWritten() {
    var audit = new Audit(store, clock);
    for (int i = 0; i < Audit.DENIED_A_MINUTE + 50; i++) {
      audit.denied(EVENT);
    }
    clock.advance(Duration.ofMinutes(1));
    audit.denied(EVENT);

    assertThat(records()).hasSize(Audit.DENIED_A_MINUTE + 1);
    assertThat(((JsonObject) records().getLast().value()).get("leftOut")).isEqualTo(Json.of(50));
    assertThat(audit.denials()).isEqualTo(Audit.DENIED_A_MINUTE + 51);
  }

  @Test
  void onlyTheNewestVersionOfARecordIsKept() {
    new Audit(store, clock).done(EVENT);

    assertThat(store.namespaces())
        .filteredOn(each -> each.name().equals(Audit.SPACE))
        .extracting(NamespaceStatus::config)
        .allSatisfy(config -> assertThat(config.retention().toString()).contains("KeepLast"));
  }
}
