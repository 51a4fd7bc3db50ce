package dev.varve.store.linear;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/// Clients that read, write and compare few registers at once, and write down what they saw.
///
/// @param clients how many at once
/// @param acts of each
/// @param keys over so many registers
public record Clients(int clients, int acts, int keys, long seed) {
  /// What is asked.
  public interface Registers {
    /// @throws IllegalStateException when no answer came
    Answer ask(String key, Call call);
  }

  /// Returns when all are done.
  public List<Act> run(Registers registers) throws InterruptedException, ExecutionException {
    var all = new ArrayList<Callable<List<Act>>>();
    for (int i = 0; i < clients; i++) {
      int client = i;
      all.add(() -> client(registers, client));
    }
    var history = new ArrayList<Act>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Future<List<Act>> done : threads.invokeAll(all)) {
        history.addAll(done.get());
      }
    }
    return history;
  }

  private List<Act> client(Registers registers, int client) {
    var random = new Random(seed * 1_000 + client);
    var acts = new ArrayList<Act>();
    @Nullable String known = null;
    for (int i = 0; i < this.acts; i++) {
      String key = "k" + random.nextInt(keys);
      Call call = call(random, known, client + "-" + i);
      long called = System.nanoTime();
      Answer answer = ask(registers, key, call);
      long answered = answer instanceof Answer.None ? Long.MAX_VALUE : System.nanoTime() + 1;
      acts.add(new Act(key, call, answer, called, answered));
      known = answer instanceof Answer.Value read ? read.value() : known;
    }
    return acts;
  }

  private static Answer ask(Registers registers, String key, Call call) {
    try {
      return registers.ask(key, call);
    } catch (IllegalStateException _) {
      return new Answer.None();
    }
  }

  private static Call call(Random random, @Nullable String known, String value) {
    return switch (random.nextInt(8)) {
      case 0 -> new Call.Write(null);
      case 1, 2 -> new Call.Write(value);
      case 3, 4 -> new Call.CompareAndSet(known, value);
      default -> new Call.Read();
    };
  }
}
