package dev.varve.edge.upstream;

import dev.varve.base.LateLogger;
import dev.varve.graph.term.Address;
import dev.varve.graph.upstream.RecordKind;
import dev.varve.graph.upstream.Resolve;
import dev.varve.graph.upstream.Upstream;
import dev.varve.http.dns.DnsAnswer;
import dev.varve.http.dns.DnsClient;
import dev.varve.http.dns.DnsRecord;
import dev.varve.http.dns.NameServers;
import dev.varve.http.dns.RecordType;
import dev.varve.http.net.Loop;
import dev.varve.http.net.Timer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/// Looks up where the targets of an upstream are, again and again as the records expire. What was
/// found last stays as long as nothing else is: a failure, a name that is gone and an answer
/// without records change nothing. Belongs to a loop.
final class TargetFinder {
  private static final int HOSTS_MOST = 64;
  private static final int TARGETS_MOST = 256;
  private static final int WEIGHT_MOST = 65_535;
  private static final System.Logger LOG = LateLogger.of(TargetFinder.class);

  private final UpstreamGroup group;
  private final Resolve settings;
  private final Loop loop;
  private final DnsClient client;
  private final Timer timer;
  private final CompletableFuture<Boolean> first = new CompletableFuture<>();
  private boolean watched;
  private boolean stopped;
  private long againNanos;

  TargetFinder(UpstreamGroup group, Resolve settings, Loop loop) {
    this.group = group;
    this.settings = settings;
    this.loop = loop;
    this.client = new DnsClient(loop, servers(settings));
    this.timer = loop.timer(this::look);
  }

  private static List<InetSocketAddress> servers(Resolve settings) {
    if (settings.servers().isEmpty()) {
      return NameServers.ofSystem();
    }
    var servers = new ArrayList<InetSocketAddress>();
    for (String each : settings.servers()) {
      Address address = Address.parse(each, false);
      servers.add(new InetSocketAddress(InetAddress.ofLiteral(address.host()), address.port()));
    }
    return servers;
  }

  Loop loop() {
    return loop;
  }

  /// Looks once; told whether anything was found. By any thread.
  CompletableFuture<Boolean> begin() {
    loop.execute(this::look);
    return first;
  }

  /// From now on looks again and again; on the loop.
  void watch() {
    watched = true;
    if (first.isDone() && !stopped) {
      timer.start(againNanos);
    }
  }

  /// On the loop.
  void stop() {
    stopped = true;
    timer.stop();
  }

  private void look() {
    new Look().begin();
  }

  private void found(List<UpstreamGroup.Address> addresses, long ttlSeconds) {
    if (stopped) {
      return;
    }
    group.found(addresses.subList(0, Math.min(addresses.size(), TARGETS_MOST)));
    Duration ttl = Duration.ofSeconds(Math.min(ttlSeconds, settings.most().toSeconds()));
    done(true, ttl.compareTo(settings.least()) < 0 ? settings.least() : ttl);
  }

  private void failed(String reason) {
    if (!stopped) {
      LOG.log(
          System.Logger.Level.WARNING,
          "upstream {0}: {1} is not found and the last known targets stay: {2}",
          group.name(),
          settings.name(),
          reason);
      done(false, settings.least());
    }
  }

  private void done(boolean good, Duration again) {
    againNanos = again.toNanos();
    first.complete(good);
    if (watched) {
      timer.start(againNanos);
    }
  }

  /// A host and where it offers the service.
  private record Offer(String host, int port, int weight, boolean backup) {}

  /// One look-up, with all questions that belong to it.
  private final class Look {
    private final Map<Offer, List<InetAddress>> byOffer = new LinkedHashMap<>();
    private String reason = "no records";
    private long ttlSeconds = Long.MAX_VALUE;
    private int open;

    void begin() {
      switch (settings.kind()) {
        case RecordKind.A -> hosts(List.of(new Offer(settings.name(), settings.port(), 1, false)));
        case RecordKind.SRV -> client.ask(settings.name(), RecordType.SRV, this::services);
      }
    }

    private void services(DnsAnswer answer) {
      var offers = new ArrayList<Offer>();
      for (DnsRecord each : records(answer)) {
        if (each instanceof DnsRecord.Service service && service.port() > 0) {
          int weight = Math.min(Math.max(service.weight(), 1), WEIGHT_MOST);
          boolean backup = service.priority() > lowest(records(answer));
          offers.add(new Offer(service.host(), service.port(), weight, backup));
        }
      }
      if (offers.isEmpty()) {
        failed(reason);
      } else {
        hosts(offers.subList(0, Math.min(offers.size(), HOSTS_MOST)));
      }
    }

    private static int lowest(List<DnsRecord> records) {
      int lowest = Integer.MAX_VALUE;
      for (DnsRecord each : records) {
        if (each instanceof DnsRecord.Service service) {
          lowest = Math.min(lowest, service.priority());
        }
      }
      return lowest;
    }

    private List<DnsRecord> records(DnsAnswer answer) {
      return switch (answer) {
        case DnsAnswer.Found(List<DnsRecord> records, long seconds) -> {
          ttlSeconds = Math.min(ttlSeconds, seconds);
          yield records;
        }
        case DnsAnswer.None() -> List.of();
        case DnsAnswer.Failed(String why) -> {
          reason = why;
          yield List.of();
        }
      };
    }

    private void hosts(List<Offer> offers) {
      open = 2 * offers.size();
      for (Offer each : offers) {
        byOffer.put(each, new ArrayList<>());
      }
      for (Offer each : offers) {
        client.ask(each.host(), RecordType.A, answer -> addresses(each, answer));
        client.ask(each.host(), RecordType.AAAA, answer -> addresses(each, answer));
      }
    }

    private void addresses(Offer of, DnsAnswer answer) {
      for (DnsRecord each : records(answer)) {
        if (each instanceof DnsRecord.Address(InetAddress address)) {
          byOffer.computeIfAbsent(of, _ -> new ArrayList<>()).add(address);
        }
      }
      if (--open == 0) {
        settle();
      }
    }

    private void settle() {
      var all = new LinkedHashMap<String, UpstreamGroup.Address>();
      byOffer.forEach((offer, addresses) -> {
        for (InetAddress each : addresses) {
          UpstreamGroup.Address target = target(offer, each);
          all.putIfAbsent(target.name(), target);
        }
      });
      if (all.isEmpty()) {
        failed(reason);
      } else {
        found(List.copyOf(all.values()), ttlSeconds);
      }
    }

    private UpstreamGroup.Address target(Offer offer, InetAddress at) {
      Upstream upstream = group.settings();
      var address = new Address(at.getHostAddress(), offer.port(), "");
      var named = new Address(offer.host(), offer.port(), "");
      return new UpstreamGroup.Address(
          address.text(),
          Origins.of(address, offer.host(), upstream),
          Origins.authority(named, upstream.tls() != null),
          offer.weight(),
          offer.backup());
    }
  }
}
