package dev.varve.edge.balance;

import org.jspecify.annotations.Nullable;

/// Every target bids for the key, the highest bid wins (Thaler and Ravishankar; weights after
/// Schindelhauer and Schomaker). When a target goes only its own keys move; when one comes it takes
/// only its share.
final class Rendezvous implements Balancer {
  @Override
  public @Nullable Target choose(TargetSet targets, Choice choice) {
    Target best = null;
    double highest = Double.NEGATIVE_INFINITY;
    for (int i = 0; i < targets.size(); i++) {
      Target target = targets.at(i);
      if (choice.allows(target)) {
        double bid = bid(target, choice.key());
        if (bid > highest) {
          highest = bid;
          best = target;
        }
      }
    }
    return best;
  }

  // The plain weight and not the share: a client's target must not move while another starts.
  private static double bid(Target target, long key) {
    return -target.weight() / Math.log(Hash.unit(Hash.mix(target.seed(), key)));
  }
}
