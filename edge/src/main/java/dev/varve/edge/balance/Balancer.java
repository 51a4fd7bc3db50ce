package dev.varve.edge.balance;

import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// Chooses a target for a request. Every loop has its own balancers, so they need no locks; what
/// they know about targets is shared through [Target].
///
/// Only targets that take requests are chosen. When none does the answer is null, and the client
/// gets 503: a request is never sent where it is known to fail.
public sealed interface Balancer
    permits RoundRobin,
        SmoothWeighted,
        LeastConnections,
        TwoChoices,
        RandomChoice,
        Rendezvous,
        Ring,
        Maglev {

  @Nullable Target choose(TargetSet targets, Choice choice);

  /// In turn, each target as often as any other.
  static Balancer roundRobin(RandomGenerator chance) {
    return new RoundRobin(chance.nextInt(1 << 20));
  }

  /// In turn by weight, the turns of a heavy target spread out between those of the others.
  static Balancer smoothWeighted() {
    return new SmoothWeighted();
  }

  /// The target with the fewest requests on their way, by weight.
  static Balancer leastConnections(RandomGenerator chance) {
    return new LeastConnections(chance);
  }

  /// Of two targets chosen by chance the one with fewer requests on their way.
  static Balancer twoChoices(RandomGenerator chance) {
    return new TwoChoices(chance, TwoChoices.Cost.ACTIVE);
  }

  /// Of two targets chosen by chance the one that would answer sooner: average wait times queue.
  static Balancer peakEwma(RandomGenerator chance) {
    return new TwoChoices(chance, TwoChoices.Cost.WAIT);
  }

  /// By chance, in proportion to weight.
  static Balancer random(RandomGenerator chance) {
    return new RandomChoice(chance);
  }

  /// By key without a table: every target bids for every key (rendezvous hashing). For few targets;
  /// its cost grows with their number.
  static Balancer rendezvous() {
    return new Rendezvous();
  }

  /// By key on a ring with 160 points a target and unit of weight.
  static Balancer ring() {
    return new Ring();
  }

  /// By key in a table filled in turn (Maglev): even to one slot in thousands.
  static Balancer maglev() {
    return new Maglev();
  }
}
