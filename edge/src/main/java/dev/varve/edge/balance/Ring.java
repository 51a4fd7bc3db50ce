package dev.varve.edge.balance;

import org.jspecify.annotations.Nullable;

/// Consistent hashing on a ring: the key's place, then onwards to the first target that takes
/// requests.
final class Ring implements Balancer {
  @Override
  public @Nullable Target choose(TargetSet targets, Choice choice) {
    RingTable ring = targets.ring();
    int size = ring.size();
    int index = ring.after(Hash.mix(choice.key()));
    for (int i = 0; i < size; i++) {
      Target target = targets.at(ring.target(index));
      if (choice.allows(target)) {
        return target;
      }
      index = index + 1 == size ? 0 : index + 1;
    }
    return null;
  }
}
