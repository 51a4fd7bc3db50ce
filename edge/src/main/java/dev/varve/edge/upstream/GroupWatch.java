package dev.varve.edge.upstream;

import dev.varve.graph.upstream.HealthCheck;
import dev.varve.http.client.ClientOptions;
import dev.varve.http.client.HttpClient;
import dev.varve.http.net.Loop;
import dev.varve.http.net.Timer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Watches over the targets of one upstream from one loop: probes each, and judges them by their
/// answers at the end of every window.
final class GroupWatch {
  private final UpstreamGroup group;
  private final Loop loop;
  private final List<HealthProbe> probes = new ArrayList<>();
  private @Nullable Timer judging;
  private @Nullable HttpClient client;
  private boolean stopped;

  GroupWatch(UpstreamGroup group, Loop loop) {
    this.group = group;
    this.loop = loop;
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
  }

  /// Begins to probe the places there are now; those probed before are forgotten.
  void probe() {
    HealthCheck check = group.settings().health();
    probes.forEach(HealthProbe::stop);
    probes.clear();
    if (check == null || stopped) {
      return;
    }
    HttpClient by = client;
    if (by == null) {
      client = by = new HttpClient(loop, ClientOptions.DEFAULT);
    }
    for (Place place : group.all()) {
      var probe = new HealthProbe(place, check, by);
      probes.add(probe);
      probe.start();
    }
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
    probes.forEach(HealthProbe::stop);
    if (judging != null) {
      judging.stop();
    }
    if (client != null) {
      client.close();
    }
  }
}
