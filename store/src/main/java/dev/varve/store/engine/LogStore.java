package dev.varve.store.engine;

import dev.varve.base.Failure;
import dev.varve.base.Problem;
import dev.varve.store.At;
import dev.varve.store.History;
import dev.varve.store.Lookup;
import dev.varve.store.NamespaceConfig;
import dev.varve.store.NamespaceStatus;
import dev.varve.store.Operation;
import dev.varve.store.Outcome;
import dev.varve.store.Scan;
import dev.varve.store.Store;
import dev.varve.store.StoreCode;
import dev.varve.store.StoreOptions;
import dev.varve.store.StoreStatus;
import dev.varve.store.Transaction;
import dev.varve.store.Version;
import dev.varve.store.index.KeyIndex;
import dev.varve.store.log.Disk;
import dev.varve.store.log.Entry;
import dev.varve.store.log.Log;
import dev.varve.store.log.MemoryDisk;
import dev.varve.store.log.SystemDisk;
import dev.varve.store.txn.Decision;
import dev.varve.store.txn.Request;
import dev.varve.store.txn.SpaceDocument;
import dev.varve.store.txn.Spaces;
import dev.varve.store.txn.Versions;
import dev.varve.store.txn.Writer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/// The store over its own log: wires the parts and carries the API.
public final class LogStore implements Store {
  private final Log log;
  private final KeyIndex index;
  private final Spaces spaces;
  private final Writer writer;
  private final Committer committer;
  private final Reader reader;
  private final Versions versions = new Versions();
  private final AtomicBoolean closed = new AtomicBoolean();

  private LogStore(Disk disk, StoreOptions options) throws IOException {
    this.index = new KeyIndex();
    this.spaces = new Spaces();
    var replay = new Replay(index, spaces);
    this.log = Log.open(disk, options.segmentBytes(), 0, replay);
    this.writer = new Writer(options.clock(), log, index, spaces, replay.time());
    this.committer = new Committer(writer, () -> {});
    this.reader = new Reader(log, index, spaces, writer);
    if (!log.damage().isEmpty() && !options.acceptDamage()) {
      committer.stop(new Failure(log.damage()));
    }
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
    try {
      return new LogStore(disk, options);
    } catch (IOException | RuntimeException e) {
      disk.close();
      throw e;
    }
  }

  private static Failure cannotOpen(String where, IOException e) {
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
    return refusal != null ? refusal : outcome(request, committer.commit(request));
  }

  @Override
  public List<Outcome> commitAll(List<Transaction> transactions) {
    var requests = new ArrayList<Request>();
    var ready = new ArrayList<Request>();
    for (Transaction transaction : transactions) {
      Request request = Request.of(transaction);
      requests.add(request);
      if (request.refusal() == null) {
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

  private Outcome outcome(Request request, Decision decision) {
    return switch (decision) {
      case Decision.Rejected rejected -> rejected.outcome();
      case Decision.Accepted accepted -> committed(request, accepted.firstSeq());
      case Decision.Repeated repeated -> committed(request, repeated.firstSeq());
    };
  }

  private Outcome committed(Request request, long firstSeq) {
    List<Operation> operations = request.transaction().operations();
    var written = new ArrayList<Version>(operations.size());
    for (int i = 0; i < operations.size(); i++) {
      Entry record = log.record(firstSeq + i);
      if (record != null) {
        Operation operation = operations.get(i);
        written.add(versions.of(record, operation.namespace(), operation.key()));
      }
    }
    return new Outcome.Committed(written);
  }

  @Override
  public Optional<Version> get(String namespace, String key) {
    return reader.get(namespace, key);
  }

  @Override
  public Lookup at(String namespace, String key, At at) {
    return reader.at(namespace, key, at);
  }

  @Override
  public History log(String namespace, String key, History.Page page) {
    return reader.log(namespace, key, page);
  }

  @Override
  public Scan.Keys keys(String namespace, Scan scan) {
    return reader.keys(namespace, scan);
  }

  @Override
  public Scan.Documents documents(String namespace, Scan scan) {
    return reader.documents(namespace, scan);
  }

  @Override
  public List<NamespaceStatus> namespaces() {
    return spaces.all().stream()
        .map(space -> space.status())
        .filter(status -> !status.name().startsWith("_"))
        .toList();
  }

  @Override
  public Outcome configure(String namespace, NamespaceConfig config) {
    if (!dev.varve.store.txn.Names.isNamespace(namespace)) {
      return commit(Transaction.of(new Operation.Delete(namespace, "-")));
    }
    return commit(
        Request.ofSystem(
            Transaction.of(
                new Operation.Put(Spaces.NAMESPACES, namespace, SpaceDocument.of(config)))));
  }

  @Override
  public long seq() {
    return writer.visible();
  }

  @Override
  public StoreStatus status() {
    Failure dead = committer.dead();
    return new StoreStatus(
        writer.visible(),
        index.keys(),
        log.segmentCount(),
        log.diskBytes(),
        0,
        log.syncs(),
        dead == null ? log.damage() : dead.problems());
  }

  @Override
  public void close() {
    if (!closed.compareAndSet(false, true)) {
      return;
    }
    committer.stop(
        new Failure(StoreCode.CLOSED, "the store must be open to write, but is closed", ""));
    try {
      log.close();
    } catch (IOException e) {
      throw new Failure(
          Problem.of(StoreCode.IO_FAILED, "the log must be synced to close, but " + e, ""), e);
    }
  }
}
