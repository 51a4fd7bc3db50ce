package dev.varve.store.linear;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Whether the acts of concurrent clients can be put in one order that each register explains, each
/// act somewhere between its call and its answer.
///
/// The search is that of Wing and Gong, "Testing and verifying concurrent objects" (1993), with the
/// memory of Lowe, "Testing for linearizability" (2017): a set of acts that led to a state is tried
/// once. Registers are independent, so each is searched alone, as Porcupine does.
///
/// Calls and answers stand in one list by their time. The first answer in it bounds what may come
/// next: only acts whose calls stand before it. Choosing one takes its call and answer out of the
/// list; where nothing fits, the last choice is put back.
public final class Linearizability {
  private Linearizability() {}

  /// Acts of one register that no order explains.
  ///
  /// @param reached the longest order found
  /// @param stuck what was called by then and fits nowhere
  public record Violation(String key, List<Act> reached, List<Act> stuck) {
    @Override
    public String toString() {
      return key
          + ": after "
          + (reached.size() > 5 ? reached.subList(reached.size() - 5, reached.size()) : reached)
          + " none of these fits: "
          + stuck;
    }
  }

  /// The first violation, if any.
  public static Optional<Violation> violation(List<Act> history) {
    var byKey = new TreeMap<String, List<Act>>();
    for (Act act : history) {
      byKey.computeIfAbsent(act.key(), _ -> new ArrayList<>()).add(act);
    }
    for (Map.Entry<String, List<Act>> each : byKey.entrySet()) {
      Optional<Violation> found = new Search(each.getValue()).run(each.getKey());
      if (found.isPresent()) {
        return found;
      }
    }
    return Optional.empty();
  }

  /// A call or an answer in the list.
  private static final class Event {
    final int id;
    final boolean isCall;
    final long time;
    @Nullable Event answer;
    @Nullable Event before;
    @Nullable Event after;

    Event(int id, boolean isCall, long time) {
      this.id = id;
      this.isCall = isCall;
      this.time = time;
    }

    void takeOut() {
      if (before != null) {
        before.after = after;
      }
      if (after != null) {
        after.before = before;
      }
    }

    void putBack() {
      if (before != null) {
        before.after = this;
      }
      if (after != null) {
        after.before = this;
      }
    }
  }

  private record Choice(Event call, Register before) {}

  private record Reached(BitSet done, Register register) {}

  /// The search over one register.
  private static final class Search {
    private final List<Act> acts;
    private final Event head = new Event(-1, true, Long.MIN_VALUE);
    private final List<Choice> chosen = new ArrayList<>();
    private final Set<Reached> tried = new HashSet<>();
    private final BitSet done = new BitSet();
    private Register register = Register.EMPTY;
    private List<Act> longest = List.of();

    Search(List<Act> acts) {
      this.acts = acts;
      var events = new ArrayList<Event>();
      for (int i = 0; i < acts.size(); i++) {
        var call = new Event(i, true, acts.get(i).called());
        var answer = new Event(i, false, acts.get(i).answered());
        call.answer = answer;
        events.add(call);
        events.add(answer);
      }
      // Of the same moment calls come first: they may overlap.
      events.sort(
          Comparator.<Event>comparingLong(event -> event.time)
              .thenComparing(event -> !event.isCall));
      Event last = head;
      for (Event event : events) {
        event.before = last;
        last.after = event;
        last = event;
      }
    }

    Optional<Violation> run(String key) {
      Event at = head.after;
      while (at != null) {
        if (at.isCall) {
          at = choose(at) ? head.after : at.after;
        } else if (acts.get(at.id).answer() instanceof Answer.None) {
          return Optional.empty(); // all that was answered has its place
        } else if (chosen.isEmpty()) {
          return Optional.of(violation(key));
        } else {
          at = undo().after;
        }
      }
      return Optional.empty();
    }

    /// Takes an act as the next one, when it fits and leads to what was not tried yet.
    private boolean choose(Event call) {
      Act act = acts.get(call.id);
      Register next = register.after(act.call(), act.answer());
      if (next == null) {
        return false;
      }
      done.set(call.id);
      if (!tried.add(new Reached((BitSet) done.clone(), next))) {
        done.clear(call.id);
        return false;
      }
      chosen.add(new Choice(call, register));
      register = next;
      call.takeOut();
      answerOf(call).takeOut();
      if (chosen.size() > longest.size()) {
        longest = chosen.stream().map(choice -> acts.get(choice.call.id)).toList();
      }
      return true;
    }

    private Event undo() {
      Choice last = chosen.removeLast();
      register = last.before;
      done.clear(last.call.id);
      answerOf(last.call).putBack();
      last.call.putBack();
      return last.call;
    }

    private static Event answerOf(Event call) {
      if (call.answer == null) {
        throw new IllegalStateException("a call must have its answer");
      }
      return call.answer;
    }

    private Violation violation(String key) {
      long soonest = Long.MAX_VALUE;
      var left = new ArrayList<>(acts);
      left.removeAll(longest);
      for (Act act : left) {
        soonest = Math.min(soonest, act.answered());
      }
      long bound = soonest;
      return new Violation(
          key, longest, left.stream().filter(act -> act.called() <= bound).toList());
    }
  }
}
