package dev.varve.edge.upstream;

import dev.varve.edge.balance.Target;
import dev.varve.graph.upstream.HealthCheck;
import dev.varve.http.client.ClientOptions;
import dev.varve.http.client.HttpClient;
import dev.varve.http.net.Loop;
import dev.varve.http.net.Timer;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Watches over the targets of one upstream from one loop: probes each, and judges them by their
/// answers at the end of every window.
final class GroupWatch {
  private final UpstreamGroup group;
  private final @Nullable TargetFinder finder;
  private final Loop loop;
  private final List<HealthProbe> probes = new ArrayList<>();
  private @Nullable Timer judging;
  private @Nullable HttpClient client;
  private boolean stopped;

  GroupWatch(UpstreamGroup group, @Nullable TargetFinder finder, Loop loop) {
    this.group = group;
    this.finder = finder;
    this.loop = finder == null ? loop : finder.loop();
  }

  void start() {
    loop.execute(this::begin);
  }

  private void begin() {
    if (stopped) {
      return;
    }
    judging = loop.timer(this::judge);
    judge();
    probe();
    if (finder != null) {
      finder.watch();
    }
  }

  /// Targets have come or gone.
  void located() {
    loop.execute(this::probe);
  }

  /// Probes the places there are now; what is known of those that stay is kept.
  private void probe() {
    HealthCheck check = group.settings().health();
    if (check == null || stopped || judging == null) {
      return;
    }
    HttpClient by = client;
    if (by == null) {
      client = by = new HttpClient(loop, ClientOptions.DEFAULT);
    }
    var before = new IdentityHashMap<Target, HealthProbe>();
    probes.forEach(probe -> before.put(probe.target(), probe));
    probes.clear();
    for (Place place : group.all()) {
      HealthProbe probe = before.remove(place.target());
      if (probe == null) {
        probe = new HealthProbe(place, check, by);
        probe.start();
      }
      probes.add(probe);
    }
    before.values().forEach(HealthProbe::stop);
  }

  private void judge() {
    group.judge();
    Timer again = judging;
    if (again != null && !stopped) {
      again.start(group.settings().outlier().window().toNanos());
    }
  }

  void stop() {
    loop.execute(this::end);
  }

  private void end() {
    stopped = true;
    if (finder != null) {
      finder.stop();
    }
    probes.forEach(HealthProbe::stop);
    if (judging != null) {
      judging.stop();
    }
    if (client != null) {
      client.close();
    }
  }
}
