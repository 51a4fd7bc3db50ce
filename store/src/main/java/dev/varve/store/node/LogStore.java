package dev.varve.store.node;

import dev.varve.base.Digest;
import dev.varve.base.Failure;
import dev.varve.base.Problem;
import dev.varve.store.Action;
import dev.varve.store.At;
import dev.varve.store.Backup;
import dev.varve.store.Content;
import dev.varve.store.History;
import dev.varve.store.Lookup;
import dev.varve.store.NamespaceConfig;
import dev.varve.store.NamespaceStatus;
import dev.varve.store.Operation;
import dev.varve.store.Origin;
import dev.varve.store.Outcome;
import dev.varve.store.Scan;
import dev.varve.store.Store;
import dev.varve.store.Store.Tag;
import dev.varve.store.StoreOptions;
import dev.varve.store.StoreStatus;
import dev.varve.store.Submission;
import dev.varve.store.Transaction;
import dev.varve.store.Version;
import dev.varve.store.Watch;
import dev.varve.store.disk.Disk;
import dev.varve.store.disk.InUse;
import dev.varve.store.disk.MemoryDisk;
import dev.varve.store.disk.SystemDisk;
import dev.varve.store.engine.Engine;
import dev.varve.store.log.LogEngine;
import dev.varve.store.problem.StoreCode;
import dev.varve.store.query.Rows;
import dev.varve.store.record.Entry;
import dev.varve.store.txn.Decision;
import dev.varve.store.txn.Names;
import dev.varve.store.txn.Pieces;
import dev.varve.store.txn.Request;
import dev.varve.store.txn.Schemas;
import dev.varve.store.txn.Space;
import dev.varve.store.txn.SpaceDocument;
import dev.varve.store.txn.Spaces;
import dev.varve.store.txn.Versions;
import dev.varve.store.txn.Volatiles;
import dev.varve.store.txn.Writer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/// The store over its own log: wires the parts and carries the API.
public final class LogStore implements Store {
  private final Engine engine;
  private final Spaces spaces;
  private final Writer writer;
  private final Committer committer;
  private final Reader reader;
  private final Volatiles volatiles;
  private final GroupSync groupSync = new GroupSync();
  private final Versions versions;
  private final Sweep sweep;
  private final Schemas schemas;
  private final Bell bell = new Bell();
  private final AtomicBoolean closed = new AtomicBoolean();
  private final List<Problem> damage;

  private LogStore(Engine engine, StoreOptions options) throws IOException {
    this.engine = engine;
    this.spaces = new Spaces();
    var opening = new Opening(spaces);
    opening.finish(engine, engine.recover(opening));
    this.writer = new Writer(options.clock(), engine, spaces, opening.time());
    this.committer = new Committer(writer, this::published);
    this.reader = new Reader(engine, spaces, writer, closed::get);
    this.versions = new Versions(new Pieces(engine, spaces));
    this.schemas = new Schemas(this::latest);
    this.volatiles = new Volatiles(options.clock(), spaces, schemas);
    this.sweep = new Sweep(engine, spaces, committer, writer);
    groupSync.start(committer, writer);
    var parts = new StoreHost.Parts(engine, spaces, options.clock(), sweep);
    engine.start(new StoreHost(parts, committer, writer), options.background());
    finishErasing(opening.erasures());
    this.damage = engine.damage();
    if (!damage.isEmpty() && !options.acceptDamage()) {
      committer.stop(new Failure(damage));
    }
  }

  /// What a crash may have cut short.
  private void finishErasing(List<Long> erasures) throws IOException {
    for (long erasure : erasures) {
      engine.erase(erasure);
    }
    if (!erasures.isEmpty()) {
      sweep.erase();
    }
  }

  private void published() {
    bell.ring();
    if (writer.wantsSyncSoon()) {
      groupSync.wanted();
    }
    engine.published();
  }

  /// Opens the store in a directory.
  public static LogStore open(Path directory, StoreOptions options) {
    try {
      return over(SystemDisk.open(directory), options);
    } catch (IOException e) {
      throw cannotOpen(directory.toString(), e);
    }
  }

  public static LogStore inMemory(StoreOptions options) {
    try {
      return over(new MemoryDisk(), options);
    } catch (IOException e) {
      throw cannotOpen("memory", e);
    }
  }

  /// Opens the store on a disk, which it then owns.
  static LogStore over(Disk disk, StoreOptions options) throws IOException {
    LogEngine engine;
    try {
      engine = LogEngine.over(disk, options.segmentBytes());
    } catch (IOException | RuntimeException e) {
      disk.close();
      throw e;
    }
    return over(engine, options);
  }

  /// Opens the store over an engine, which it then owns.
  public static LogStore over(Engine engine, StoreOptions options) throws IOException {
    try {
      return new LogStore(engine, options);
    } catch (IOException | RuntimeException e) {
      engine.close();
      throw e;
    }
  }

  private static Failure cannotOpen(String where, IOException e) {
    if (e instanceof InUse) {
      return new Failure(
          new Problem(
              StoreCode.IN_USE,
              where,
              "the data directory must be used by one process at a time, but another one has it",
              "stop that process or use its address"),
          e);
    }
    return new Failure(
        new Problem(
            StoreCode.IO_FAILED,
            where,
            "the data directory must be readable and writable, but opening it failed: " + e,
            "check the path, its owner and the disk"),
        e);
  }

  @Override
  public Outcome commit(Transaction transaction) {
    return commit(Request.of(transaction));
  }

  private Outcome commit(Request request) {
    Outcome refusal = request.refusal();
    if (refusal != null) {
      return refusal;
    }
    look(request);
    Outcome apart = spaces.hasVolatile() ? commitVolatile(request) : null;
    if (apart != null) {
      return apart;
    }
    return request.erasures().isEmpty()
        ? outcome(request, committer.commit(request))
        : erase(request);
  }

  /// Commits and erases before anything else happens to the files.
  private Outcome erase(Request request) {
    return maintained(() -> {
      var pieces = new HashSet<Digest>();
      for (Operation.Erase erase : request.erasures()) {
        pieces.addAll(sweep.namedBy(erase.namespace(), Names.requireKey(erase.key())));
      }
      Outcome outcome = outcome(request, committer.commit(request));
      if (outcome instanceof Outcome.Committed committed) {
        for (Version version : committed.versions()) {
          if (version.action() == Action.ERASE) {
            engine.erase(version.seq());
          }
        }
        sweep.erase(pieces);
      }
      return outcome;
    });
  }

  private void look(Request request) {
    if (spaces.find(Schemas.SPACE) != null) {
      reader.stable(() -> {
        schemas.lookAt(request);
        return request;
      });
    }
  }

  private @Nullable Entry latest(String namespace, byte[] key) {
    Space space = spaces.find(namespace);
    return space == null ? null : engine.head(space.id(), key);
  }

  private <T> T maintained(Engine.Work<T> work) {
    try {
      return engine.undisturbed(work);
    } catch (IOException e) {
      throw new Failure(
          Problem.of(
              StoreCode.IO_FAILED,
              "the store's files must be readable and writable, but " + e.getMessage(),
              "check the disk, then try again"),
          e);
    }
  }

  @Override
  public Backup backup(Path file, long after) {
    return maintained(() -> {
      committer.exclusively(() -> syncIfNeeded());
      return Backups.write(engine, file, after, writer.visible());
    });
  }

  private void syncIfNeeded() throws IOException {
    if (!engine.isDurable()) {
      writer.sync();
    }
  }

  @Override
  public List<Problem> verify() {
    return maintained(() -> new Verification(engine, spaces).run(writer.visible()));
  }

  @Override
  public List<NamespaceStatus.Usage> usage() {
    return maintained(() -> new Usage(engine, spaces).upTo(writer.visible()));
  }

  @Override
  public long compact() {
    return maintained(() -> {
      long freed = engine.compact();
      return sweep.delete() == 0 ? freed : freed + engine.compact();
    });
  }

  /// The outcome when any of the namespaces is volatile, else null.
  private @Nullable Outcome commitVolatile(Request request) {
    Set<String> names = request.namespaces();
    long among = names.stream().filter(volatiles::has).count();
    if (among == 0) {
      return null;
    }
    if (closed.get()) {
      throw closedFailure();
    }
    return among == names.size()
        ? reader.stable(() -> volatiles.commit(request))
        : new Outcome.Refused(
            Problem.of(
                StoreCode.MIXED_KINDS,
                "a transaction must be in kept or in volatile namespaces, but is in both: " + names,
                "use two transactions"));
  }

  @Override
  public List<Outcome> commitAll(List<Transaction> transactions) {
    boolean erases =
        transactions.stream()
            .anyMatch(t -> t.operations().stream().anyMatch(Operation.Erase.class::isInstance));
    if (erases || spaces.hasVolatile()) {
      return transactions.stream().map(this::commit).toList();
    }
    var requests = new ArrayList<Request>();
    var ready = new ArrayList<Request>();
    for (Transaction transaction : transactions) {
      Request request = Request.of(transaction);
      requests.add(request);
      if (request.refusal() == null) {
        look(request);
        ready.add(request);
      }
    }
    List<Decision> decisions = committer.commitAll(ready);
    var outcomes = new ArrayList<Outcome>();
    int next = 0;
    for (Request request : requests) {
      Outcome refusal = request.refusal();
      outcomes.add(refusal != null ? refusal : outcome(request, decisions.get(next++)));
    }
    return outcomes;
  }

  @Override
  public void submit(List<Submission> submissions) {
    var tickets = new ArrayList<Ticket>(submissions.size());
    for (Submission submission : submissions) {
      Ticket ticket = ticket(submission);
      if (ticket != null) {
        tickets.add(ticket);
      }
    }
    committer.submit(tickets);
  }

  /// What has to be queued; null when its outcome is certain already.
  private @Nullable Ticket ticket(Submission submission) {
    Request request = Request.of(submission.transaction());
    if (!request.erasures().isEmpty()) {
      throw new IllegalArgumentException("what is submitted must erase nothing");
    }
    Outcome refusal = request.refusal();
    if (refusal == null) {
      look(request);
      refusal = spaces.hasVolatile() ? commitVolatile(request) : null;
    }
    if (refusal != null) {
      Outcome known = refusal;
      submission.executor().execute(() -> submission.told().done(known));
      return null;
    }
    var submitted = new Submitted(submission, request);
    Ticket ticket = Ticket.of(request, new Ticket.Told(submission.executor(), submitted));
    submitted.ticket = ticket;
    return ticket;
  }

  /// Tells what became of a transaction, on the thread that its submitter wants.
  private final class Submitted implements Runnable {
    private final Submission submission;
    private final Request request;
    private @Nullable Ticket ticket;

    Submitted(Submission submission, Request request) {
      this.submission = submission;
      this.request = request;
    }

    @Override
    public void run() {
      Outcome outcome;
      try {
        outcome = outcome(request, committer.decision(Objects.requireNonNull(ticket)));
      } catch (Failure failure) {
        submission.told().failed(failure);
        return;
      }
      submission.told().done(outcome);
    }
  }

  private Outcome outcome(Request request, Decision decision) {
    return switch (decision) {
      case Decision.Rejected rejected -> rejected.outcome();
      case Decision.Accepted accepted -> committed(request, accepted.firstSeq());
      case Decision.Repeated repeated -> committed(request, repeated.firstSeq());
    };
  }

  private Outcome committed(Request request, long firstSeq) {
    return reader.stable(() -> readCommitted(request, firstSeq));
  }

  private Outcome readCommitted(Request request, long firstSeq) {
    int operations = request.transaction().operations().size();
    var written = new ArrayList<Version>(operations);
    for (int i = 0; i < operations; i++) {
      Entry record = engine.entry(firstSeq + i);
      if (record != null) {
        written.add(version(request, i, record));
      }
    }
    return new Outcome.Committed(written);
  }

  private Version version(Request request, int index, Entry record) {
    Operation operation = request.transaction().operations().get(index);
    Content known = record.hasValue() ? request.written(index) : null;
    return known == null
        ? versions.of(record, operation.namespace(), operation.key())
        : Versions.of(record, operation.namespace(), operation.key(), known);
  }

  @Override
  public Optional<Version> get(String namespace, String key) {
    return volatiles.has(namespace) ? volatiles.get(namespace, key) : reader.get(namespace, key);
  }

  @Override
  public Lookup at(String namespace, String key, At at) {
    if (volatiles.has(namespace)) {
      Optional<Version> now = volatiles.get(namespace, key);
      return now.isPresent() ? new Lookup.Found(now.get()) : new Lookup.Absent();
    }
    return reader.at(namespace, key, at);
  }

  @Override
  public History log(String namespace, String key, History.Page page) {
    if (volatiles.has(namespace)) {
      List<Version> now = volatiles.get(namespace, key).stream().toList();
      return new History(now, OptionalLong.empty(), false);
    }
    return reader.log(namespace, key, page);
  }

  @Override
  public Scan.Keys keys(String namespace, Scan scan) {
    if (volatiles.has(namespace)) {
      Scan.Documents found = scanVolatile(namespace, scan);
      List<String> keys = found.versions().stream().map(Version::key).toList();
      return new Scan.Keys(keys, found.next(), found.seq());
    }
    return reader.keys(namespace, scan);
  }

  @Override
  public Scan.Documents documents(String namespace, Scan scan) {
    return volatiles.has(namespace)
        ? scanVolatile(namespace, scan)
        : reader.documents(namespace, scan);
  }

  @Override
  public Rows rows(String namespace, Scan.Range range, At at) {
    return volatiles.has(namespace)
        ? new VolatileRows(volatiles, namespace, range)
        : reader.rows(namespace, range, at);
  }

  @Override
  public List<String> marks(String namespace, int most) {
    return volatiles.has(namespace) ? List.of() : reader.marks(namespace, most);
  }

  private Scan.Documents scanVolatile(String namespace, Scan scan) {
    List<Version> found = volatiles.scan(namespace, scan.prefix(), scan.after(), scan.limit() + 1);
    boolean more = found.size() > scan.limit();
    List<Version> page = more ? found.subList(0, scan.limit()) : found;
    Optional<String> next = more ? Optional.of(page.getLast().key()) : Optional.empty();
    return new Scan.Documents(page, next, seq());
  }

  @Override
  public Watch watch(Watch.Spec spec) {
    return new LogWatch(new LogWatch.Source(reader, bell, closed::get), spec);
  }

  @Override
  public List<NamespaceStatus> namespaces() {
    return spaces.all().stream()
        .map(space -> volatiles.has(space.name()) ? volatiles.status(space) : space.status())
        .filter(status -> !status.name().startsWith("_"))
        .toList();
  }

  @Override
  public Outcome configure(String namespace, NamespaceConfig config) {
    if (!Names.isNamespace(namespace)) {
      return commit(Transaction.of(new Operation.Delete(namespace, "-")));
    }
    return commit(
        Request.ofSystem(
            Transaction.of(
                new Operation.Put(Spaces.NAMESPACES, namespace, SpaceDocument.of(config)))));
  }

  @Override
  public Outcome tag(Tag tag, Origin origin) {
    return maintained(() -> {
      Problem problem = Tagging.problem(tag, spaces, writer.visible());
      Operation put = new Operation.Put(Spaces.TAGS, tag.name(), Spaces.document(tag));
      return problem == null
          ? commit(Request.ofSystem(Transaction.of(put).by(origin)))
          : new Outcome.Refused(problem);
    });
  }

  @Override
  public Outcome untag(String name, Origin origin) {
    Operation delete = new Operation.Delete(Spaces.TAGS, name);
    return commit(Request.ofSystem(Transaction.of(delete).by(origin)));
  }

  @Override
  public List<Tag> tags() {
    return List.copyOf(spaces.pins().tags().values());
  }

  /// Does now what is otherwise done in the background.
  void tend() {
    engine.tend();
  }

  /// Writes a checkpoint now.
  void checkpoint() throws IOException {
    engine.checkpoint();
  }

  @Override
  public long seq() {
    return writer.visible();
  }

  @Override
  public StoreStatus status() {
    Failure dead = committer.dead();
    Engine.Facts facts = engine.facts();
    var problems = new ArrayList<>(dead == null ? damage : dead.problems());
    if (dead == null) {
      problems.addAll(facts.problems());
    }
    return new StoreStatus(
        writer.visible(),
        facts.keys(),
        facts.segments(),
        facts.diskBytes(),
        facts.indexBytes(),
        facts.syncs(),
        problems);
  }

  static Failure closedFailure() {
    return new Failure(StoreCode.CLOSED, "the store must be open, but is closed", "");
  }

  @Override
  public void close() {
    if (!closed.compareAndSet(false, true)) {
      return;
    }
    bell.ring();
    groupSync.close();
    engine.rest();
    committer.stop(closedFailure());
    committer.close();
    try {
      engine.close();
    } catch (IOException e) {
      throw new Failure(
          Problem.of(StoreCode.IO_FAILED, "the log must be synced to close, but " + e, ""), e);
    }
  }
}
