package dev.varve.edge.upstream;

import dev.varve.base.Clock;
import dev.varve.base.LateLogger;
import dev.varve.graph.term.Address;
import dev.varve.graph.term.Value;
import dev.varve.graph.upstream.Target;
import dev.varve.graph.upstream.Upstream;
import dev.varve.http.net.Loop;
import dev.varve.http.net.Loops;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

/// The upstreams of the graph that is served. When the graph changes, an upstream whose settings
/// are the same stays the same object: its connections, health, counts and breakers go on. One that
/// went away is closed once nothing is on its way to it.
///
/// Changed by one thread at a time.
public final class UpstreamRegistry {
  private static final Duration LINGER = Duration.ofSeconds(10);
  private static final Duration FIRST_LOOK = Duration.ofSeconds(3);
  private static final System.Logger LOG = LateLogger.of(UpstreamRegistry.class);

  private final Loops loops;
  private final Clock clock;
  private final byte[] signingKey;
  private final Function<Value, String> secrets;
  private final Map<String, UpstreamGroup> groups = new LinkedHashMap<>();

  /// @param signingKey of sticky cookies, at least 16 bytes
  public UpstreamRegistry(
      Loops loops, Clock clock, byte[] signingKey, Function<Value, String> secrets) {
    this.loops = loops;
    this.clock = clock;
    this.signingKey = signingKey.clone();
    this.secrets = secrets;
  }

  /// The upstreams for a graph. Nothing changes yet: the caller may still find that the graph
  /// cannot be served.
  ///
  /// @throws IllegalArgumentException when an address is none
  public Map<String, UpstreamGroup> prepare(Map<String, Upstream> wanted) {
    var prepared = new LinkedHashMap<String, UpstreamGroup>();
    var looking = new ArrayList<CompletableFuture<Boolean>>();
    wanted.forEach((name, settings) -> prepared.put(name, group(name, settings, looking)));
    await(looking);
    return prepared;
  }

  /// The first answers of name servers are waited for, so that no request comes before them, but
  /// not for long: what is not found now is looked for while serving.
  private static void await(List<CompletableFuture<Boolean>> looking) {
    try {
      CompletableFuture.allOf(looking.toArray(new CompletableFuture<?>[0]))
          .get(FIRST_LOOK.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException _) {
      LOG.log(System.Logger.Level.WARNING, "name servers are slow; serving begins without them");
    } catch (ExecutionException cause) {
      throw new IllegalStateException("look-ups end with an answer", cause);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private UpstreamGroup group(
      String name, Upstream settings, List<CompletableFuture<Boolean>> looking) {
    UpstreamGroup before = groups.get(name);
    if (before != null && before.settings().equals(settings)) {
      return before;
    }
    var group = new UpstreamGroup(name, settings, signingKey, clock, loops.size());
    group.locate(addresses(settings));
    CompletableFuture<Boolean> look = group.look(loops);
    if (look != null) {
      looking.add(look);
    }
    return group;
  }

  /// From now on these are the upstreams.
  public void adopt(Map<String, UpstreamGroup> prepared) {
    for (UpstreamGroup group : groups.values()) {
      if (prepared.get(group.name()) != group) {
        group.retire();
        loops.all().forEach(loop -> loop.execute(() -> close(group, loop)));
      }
    }
    groups.clear();
    groups.putAll(prepared);
    prepared.values().forEach(group -> group.watch(loops));
  }

  private static void close(UpstreamGroup group, Loop loop) {
    loop.after(LINGER, () -> closeWhenIdle(group, loop));
  }

  private static void closeWhenIdle(UpstreamGroup group, Loop loop) {
    if (group.inFlight() == 0) {
      group.closeOn(loop);
    } else {
      close(group, loop);
    }
  }

  private List<UpstreamGroup.Address> addresses(Upstream settings) {
    var addresses = new ArrayList<UpstreamGroup.Address>();
    for (Target target : settings.targets()) {
      String text = secrets.apply(target.address());
      Address address = Address.parse(text, false);
      addresses.add(
          new UpstreamGroup.Address(
              text,
              Origins.of(address, address.host(), settings),
              Origins.authority(address, settings.tls() != null),
              target.weight(),
              target.backup()));
    }
    return addresses;
  }

  /// The upstreams that serve now.
  public List<UpstreamGroup> all() {
    return List.copyOf(groups.values());
  }
}
