package dev.varve.store.txn;

import dev.varve.base.Digest;
import dev.varve.base.Failure;
import dev.varve.base.json.JsonNumber;
import dev.varve.base.json.JsonObject;
import dev.varve.base.json.JsonReader;
import dev.varve.store.Action;
import dev.varve.store.NamespaceConfig;
import dev.varve.store.Operation;
import dev.varve.store.Outcome;
import dev.varve.store.Precondition;
import dev.varve.store.Version;
import dev.varve.store.problem.StoreCode;
import dev.varve.store.record.Chain;
import dev.varve.store.record.Draft;
import dev.varve.store.record.Entry;
import dev.varve.store.record.Group;
import dev.varve.store.record.RecordLayout;
import dev.varve.store.version.Hashes;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The core: decides transactions one after the other. The same state, transaction and time always
/// give the same records; nothing here reads a clock, a file or chance.
final class Decider {
  private static final byte[] EMPTY = {};

  private final Ledger ledger;
  private final Group group;
  private final Spaces spaces;
  private final Versions versions;
  private final Pieces pieces;
  private final Schemas schemas;
  private final Hashes hashes = new Hashes();

  /// Namespaces that come to be with the group under way.
  private final Map<String, Space> newSpaces = new HashMap<>();

  /// The transaction under way.
  private byte[] author = EMPTY;

  private byte[] message = EMPTY;
  private long time;

  /// Pieces that come to be with the transaction under way, by their cids.
  private final Map<Digest, byte[]> fresh = new LinkedHashMap<>();

  /// While pieces that nothing names are looked for: those that were named since that began.
  private @Nullable Set<Digest> named;

  Decider(Ledger ledger, Group group, Spaces spaces, Pieces pieces) {
    this.ledger = ledger;
    this.group = group;
    this.spaces = spaces;
    this.pieces = pieces;
    this.schemas = new Schemas(this::latest);
    this.versions = new Versions(pieces);
  }

  /// From now on, or no longer, keeps pieces from being deleted that are named from now on.
  void keepNamed(boolean wanted) {
    named = wanted ? new HashSet<>() : null;
  }

  /// The group under way was published.
  void published() {
    newSpaces.clear();
  }

  /// Leaves an accepted transaction open: [#accept] or [#drop] it.
  Decision decide(Request request, long now) {
    int spacesBefore = newSpaces.size();
    author = request.author();
    message = request.message();
    time = now;
    fresh.clear();
    try {
      Decision.Repeated repeated = repeated(request);
      if (repeated != null) {
        return repeated;
      }
      for (Request.Guard guard : request.guards()) {
        check(guard);
      }
      return write(request);
    } catch (Stop stop) {
      drop(spacesBefore);
      return new Decision.Rejected(stop.outcome());
    } catch (Failure damage) {
      drop(spacesBefore);
      return new Decision.Rejected(new Outcome.Refused(damage.problems()));
    }
  }

  /// The transaction decided last is part of the group.
  void accept() {
    ledger.closeTransaction();
  }

  /// Takes back the transaction decided last.
  void drop(int spacesBefore) {
    ledger.dropTransaction();
    if (newSpaces.size() > spacesBefore) {
      newSpaces.values().removeIf(space -> space.id() >= spaces.nextId() + spacesBefore);
    }
  }

  int newSpaces() {
    return newSpaces.size();
  }

  private Decision.@Nullable Repeated repeated(Request request) {
    String once = request.transaction().once();
    Entry receipt =
        once.isEmpty() ? null : ledger.head(Space.ONCE, once.getBytes(StandardCharsets.UTF_8));
    if (receipt == null) {
      return null;
    }
    var json = (JsonObject) JsonReader.read(receipt.value());
    if (!request.onceHash().hex().equals(json.text("hash"))) {
      throw Stop.refuse(
          StoreCode.ONCE_REUSED,
          "the idempotency key '" + once + "' must name one transaction, but named another before");
    }
    return new Decision.Repeated(number(json, "seq"), (int) number(json, "count"));
  }

  private static long number(JsonObject json, String name) {
    return json.get(name) instanceof JsonNumber number ? number.longValue() : 0;
  }

  private void check(Request.Guard guard) {
    Precondition precondition = guard.precondition();
    Space space = find(precondition.namespace());
    Entry head = space == null ? null : ledger.head(space.id(), guard.key());
    if (!Guards.holds(precondition, standing(head))) {
      throw conflict(
          precondition.namespace(), precondition.key(), Guards.expectation(precondition), head);
    }
  }

  private Decision write(Request request) {
    long first = ledger.nextSeq();
    int described = 0;
    for (Request.Step step : request.steps()) {
      if (find(step.operation().namespace()) == null) {
        described++;
        create(step.operation().namespace());
      }
    }
    for (Request.Step step : request.steps()) {
      step(step);
    }
    int operations = request.steps().size();
    remember(request, first + described, operations);
    addPieces();
    if (group.transactionLength() > RecordLayout.TRANSACTION_MAX) {
      throw Stop.refuse(
          StoreCode.TOO_LARGE,
          "a transaction must take at most 20 MiB, but takes " + group.transactionLength());
    }
    return new Decision.Accepted(first + described, operations);
  }

  private void create(String name) {
    int id = nextSpaceId();
    var space = new Space(id, name, NamespaceConfig.DEFAULT);
    newSpaces.put(name, space);
    byte[] value = SpaceDocument.of(space.id(), space.config()).canonical();
    Space registry = spaces.byId(Space.NAMESPACES);
    add(registry, space.nameBytes(), Action.PUT, Held.of(value));
  }

  private int nextSpaceId() {
    int id = spaces.nextId() + newSpaces.size();
    if (id > Space.MOST) {
      throw Stop.refuse(
          StoreCode.OVER_QUOTA, "a store must have at most " + Space.MOST + " namespaces");
    }
    return id;
  }

  private void step(Request.Step step) {
    Space space = find(step.operation().namespace());
    if (space == null) {
      throw new IllegalStateException("namespaces come to be before their documents");
    }
    // What a put replaces is looked for where it is added.
    boolean puts = step.operation() instanceof Operation.Put;
    Entry head = puts ? null : ledger.head(space.id(), step.key());
    switch (step.operation()) {
      case Operation.Put put -> put(space, step, put);
      case Operation.Delete delete -> {
        if (head == null || !head.hasValue()) {
          throw conflict(delete.namespace(), delete.key(), "hold a value to delete", head);
        }
        checkUnnamed(space, delete, head);
        add(space, step.key(), Action.DELETE, Held.NOTHING);
      }
      case Operation.Erase erase -> {
        if (head == null) {
          throw conflict(erase.namespace(), erase.key(), "have versions to erase", null);
        }
        checkUnnamed(space, erase, head);
        add(space, step.key(), Action.ERASE, Held.NOTHING);
      }
      case Operation.Patch patch -> patch(space, step, patch, head);
      case Operation.MergePatch patch -> {
        byte[] value = lawful(step, Guards.mergePatched(patch, standing(head)));
        add(space, step.key(), Action.MERGE_PATCH, Held.of(value));
      }
      case Operation.Increment increment -> {
        byte[] value = lawful(step, Guards.increment(increment, standing(head)));
        add(space, step.key(), Action.INCREMENT, Held.of(value));
      }
      case Operation.Revert revert -> {
        Entry target = target(revert, space, step.key());
        if (hasSchemas()) {
          lawful(step, new Head(target, this::piece).value());
        }
        add(space, step.key(), Action.REVERT, Held.of(target));
      }
    }
  }

  private void patch(Space space, Request.Step step, Operation.Patch patch, @Nullable Entry head) {
    if (head == null || !head.hasValue()) {
      throw conflict(patch.namespace(), patch.key(), "hold a value to patch", head);
    }
    byte[] value;
    try {
      value = Guards.patched(patch, new Head(head, this::piece));
    } catch (Failure misfit) {
      Version current = versions.of(head, patch.namespace());
      throw new Stop(new Outcome.Conflict(misfit.problems().getFirst(), Optional.of(current)));
    }
    add(space, step.key(), Action.PATCH, Held.of(lawful(step, value)));
  }

  /// The value, when the namespace's schema allows it.
  private byte[] lawful(Request.Step step, byte[] value) {
    if (hasSchemas()) {
      schemas.require(step, Schemas.Candidate.of(value));
    }
    return value;
  }

  private boolean hasSchemas() {
    return find(Schemas.SPACE) != null;
  }

  private @Nullable Entry latest(String namespace, byte[] key) {
    Space space = find(namespace);
    return space == null ? null : ledger.head(space.id(), key);
  }

  private void put(Space space, Request.Step step, Operation.Put put) {
    if (space.id() != Space.NAMESPACES) {
      if (hasSchemas()) {
        schemas.require(step, new Schemas.Candidate(step.held().size(), step::value));
      }
      add(space, step.key(), Action.PUT, step.held());
      return;
    }
    Space described = find(put.key());
    int id = described == null ? nextSpaceId() : described.id();
    NamespaceConfig config = SpaceDocument.config(put.value());
    if (described == null) {
      newSpaces.put(put.key(), new Space(id, put.key(), config));
    }
    byte[] value = SpaceDocument.of(id, config).canonical();
    add(space, step.key(), Action.PUT, Held.of(value));
  }

  private Entry target(Operation.Revert revert, Space space, byte[] key) {
    Entry target = ledger.entry(revert.toSeq());
    if (target == null || !target.isOf(space.id(), key) || !target.hasValue()) {
      throw Stop.refuse(
          StoreCode.NO_SUCH_VERSION,
          revert.namespace()
              + "/"
              + revert.key()
              + " must have a version with a value at "
              + revert.toSeq()
              + ", but has none");
    }
    return target;
  }

  private void remember(Request request, long first, int count) {
    String once = request.transaction().once();
    if (!once.isEmpty()) {
      byte[] value = request.receipt(first, count).canonical();
      byte[] key = once.getBytes(StandardCharsets.UTF_8);
      add(spaces.byId(Space.ONCE), key, Action.PUT, Held.of(value));
    }
  }

  /// Pieces stand behind what names them: the versions that were asked for are one after the other.
  private void addPieces() {
    if (fresh.isEmpty()) {
      return;
    }
    if (find(Spaces.CHUNKS) == null) {
      create(Spaces.CHUNKS);
    }
    Space space = Objects.requireNonNull(find(Spaces.CHUNKS));
    author = EMPTY;
    message = EMPTY;
    fresh.forEach((cid, bytes) ->
        add(space, Pieces.key(cid), Action.PUT, new Held(bytes, 0, cid, List.of())));
    fresh.clear();
  }

  /// The value names pieces: those that are not there come to be with it.
  private void name(Held held) {
    for (Pieces.Piece piece : held.pieces()) {
      Space space = find(Spaces.CHUNKS);
      Entry head = space == null ? null : ledger.head(space.id(), Pieces.key(piece.cid()));
      if (head == null || !head.hasValue()) {
        fresh.put(piece.cid(), piece.bytes());
      }
    }
    if (named != null) {
      named.addAll(Pieces.named(held.bytes()));
    }
  }

  private void checkUnnamed(Space space, Operation operation, Entry head) {
    if (named != null
        && space.name().equals(Spaces.CHUNKS)
        && named.contains(Digest.parse(operation.key()))) {
      throw conflict(operation.namespace(), operation.key(), "be needed no longer", head);
    }
  }

  private byte @Nullable [] piece(Digest cid) {
    byte[] added = fresh.get(cid);
    Space space = find(Spaces.CHUNKS);
    if (added != null || space == null) {
      return added;
    }
    Entry head = ledger.head(space.id(), Pieces.key(cid));
    return head != null && head.hasValue() ? head.value() : pieces.piece(cid);
  }

  private void add(Space space, byte[] key, Action action, Held held) {
    checkQuota(space, key.length + held.size());
    if (held.whole() > 0) {
      name(held);
    }
    Entry head = ledger.head(space.id(), key);
    int flags =
        held.flags()
            | (action == Action.DELETE || action == Action.ERASE ? 0 : RecordLayout.HAS_VALUE)
            | (head != null && head.hasValue() ? RecordLayout.REPLACES_VALUE : 0);
    var draft =
        new Draft(
            space.id(),
            key,
            action.number(),
            held.bytes(),
            held.whole(),
            flags,
            held.cid(),
            author,
            message);
    Chain chain = head == null ? Chain.START : Chain.after(head, ledger);
    List<Digest> parents = head == null ? List.of() : List.of(chain.parent());
    Digest vid = hashes.vid(space.nameBytes(), draft, parents, time);
    ledger.added(space.id(), key, group.add(draft, chain, ledger.nextSeq(), time, vid));
  }

  private static void checkQuota(Space space, int more) {
    long quota = space.config().quotaBytes();
    if (quota > 0 && space.bytes() + more > quota) {
      throw Stop.refuse(
          StoreCode.OVER_QUOTA,
          "namespace "
              + space.name()
              + " must hold at most "
              + quota
              + " bytes, but would hold "
              + (space.bytes() + more));
    }
  }

  private @Nullable Space find(String name) {
    Space known = spaces.find(name);
    return known != null ? known : newSpaces.get(name);
  }

  private Stop conflict(String namespace, String key, String expected, @Nullable Entry head) {
    return Stop.conflict(
        namespace + "/" + key,
        expected,
        standing(head),
        head == null ? Optional.empty() : Optional.of(versions.of(head, namespace)));
  }

  private @Nullable Standing standing(@Nullable Entry head) {
    return head == null ? null : new Head(head, this::piece);
  }

  /// A record as the latest version of its key.
  private record Head(Entry entry, Pieces.Source source) implements Standing {
    @Override
    public boolean hasValue() {
      return entry.hasValue();
    }

    @Override
    public long seq() {
      return entry.seq();
    }

    @Override
    public Digest vid() {
      return entry.vid();
    }

    @Override
    public Digest cid() {
      return entry.cid();
    }

    @Override
    public byte[] value() {
      return entry.isChunked() ? Pieces.whole(entry, source) : entry.value();
    }
  }
}
