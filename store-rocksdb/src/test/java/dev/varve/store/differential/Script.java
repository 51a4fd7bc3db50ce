package dev.varve.store.differential;

import dev.varve.base.json.Json;
import dev.varve.store.At;
import dev.varve.store.Durability;
import dev.varve.store.History;
import dev.varve.store.NamespaceConfig;
import dev.varve.store.NamespaceStatus;
import dev.varve.store.Origin;
import dev.varve.store.Outcome;
import dev.varve.store.Retention;
import dev.varve.store.Scan;
import dev.varve.store.Store;
import dev.varve.store.Store.Tag;
import dev.varve.store.Transaction;
import dev.varve.store.Version;
import dev.varve.store.Watch;
import dev.varve.store.filter.Row;
import dev.varve.store.local.LocalStore;
import dev.varve.store.query.Query;
import dev.varve.store.query.QueryLimits;
import dev.varve.store.query.QueryRunner;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Random;

/// Random steps of one seed: writes of all kinds, reads of all kinds, retention, tags, restarts.
final class Script {
  private static final List<String> SPACES = List.of("docs", "logs", "jobs");

  private final Random random;
  private final Kind kind;
  private final Writes writes;

  /// What a script leaves out because engines may differ there.
  ///
  /// Squashing and tags keep versions between which chains can be closed, which an engine may only
  /// do within what it rewrites at a time: they are compared where that is everything. An erased
  /// value may count until it is compacted away, so it is not compared with what is counted.
  enum Kind {
    /// Small files, retention by number and age, erasing.
    SMALL(64 << 10),
    /// Large files, all kinds of retention, tags.
    WHOLE(16 << 20);

    final long segmentBytes;

    Kind(long segmentBytes) {
      this.segmentBytes = segmentBytes;
    }
  }

  Script(long seed) {
    this.random = new Random(seed);
    this.kind = seed % 2 == 0 ? Kind.SMALL : Kind.WHOLE;
    this.writes = new Writes(random, SPACES, kind == Kind.SMALL);
  }

  Kind kind() {
    return kind;
  }

  List<Step> steps(int count) {
    var steps = new ArrayList<Step>();
    for (int i = 0; i < count; i++) {
      steps.add(step());
    }
    steps.add(compact());
    steps.add(everything());
    steps.add(new Step("reopen", Script::reopen));
    steps.add(everything());
    return steps;
  }

  private Step step() {
    return switch (random.nextInt(26)) {
      case 0 -> configure();
      case 1 -> clock();
      case 2 -> compact();
      case 3 -> random.nextInt(4) == 0 ? new Step("reopen", Script::reopen) : get();
      case 4 -> everything();
      case 5 -> scan();
      case 6, 7 -> read();
      case 8 -> history();
      case 9 -> watch();
      case 10 -> query();
      case 11 -> kind == Kind.WHOLE ? tag() : get();
      case 12 -> manyWrites();
      default -> write();
    };
  }

  private String space() {
    return SPACES.get(random.nextInt(SPACES.size()));
  }

  private Step write() {
    Transaction transaction = writes.transaction();
    double which = random.nextDouble();
    return new Step(
        "commit " + transaction,
        subject ->
            seen(subject, subject.store.commit(writes.aimed(transaction, subject.known, which))));
  }

  private Step manyWrites() {
    var transactions = new ArrayList<Transaction>();
    for (int i = random.nextInt(30); i >= 0; i--) {
      transactions.add(writes.transaction());
    }
    return new Step(
        "commit all of " + transactions,
        subject ->
            subject.store.commitAll(transactions).stream().map(o -> seen(subject, o)).toList());
  }

  private static Object seen(Subject subject, Outcome outcome) {
    if (outcome instanceof Outcome.Committed committed) {
      subject.known.addAll(committed.versions());
    }
    return outcome;
  }

  private Step configure() {
    String space = space();
    Retention retention =
        switch (random.nextInt(kind == Kind.WHOLE ? 4 : 3)) {
          case 0 -> new Retention.All();
          case 1 -> new Retention.KeepLast(1 + random.nextInt(4));
          case 2 -> new Retention.KeepFor(Duration.ofSeconds(1 + random.nextInt(100)));
          default -> new Retention.Squash(Duration.ofSeconds(30), Duration.ofSeconds(20));
        };
    Durability durability = random.nextBoolean() ? Durability.SYNC : Durability.MEMORY;
    long quota = kind == Kind.WHOLE && random.nextInt(4) == 0 ? 20_000 + random.nextInt(50_000) : 0;
    var config = new NamespaceConfig(retention, durability, quota);
    return new Step(
        "configure " + space + " " + config, subject -> subject.store.configure(space, config));
  }

  private Step clock() {
    int millis = random.nextInt(30_000);
    boolean back = random.nextInt(4) == 0;
    return new Step(
        (back ? "clock back " : "clock on ") + millis,
        subject -> {
          if (back) {
            subject.clock.stepBack(Duration.ofMillis(millis));
          } else {
            subject.clock.advance(Duration.ofMillis(millis));
          }
          return millis;
        });
  }

  private static Step compact() {
    return new Step(
        "compact",
        subject -> {
          subject.store.compact();
          return subject.store.seq();
        });
  }

  private static Object reopen(Subject subject) {
    subject.reopen();
    return subject.store.seq();
  }

  private Step get() {
    String space = space();
    String key = writes.key();
    return new Step("get " + space + "/" + key, subject -> subject.store.get(space, key));
  }

  /// A point in the past, chosen among what was written.
  private Step read() {
    double which = random.nextDouble();
    int how = random.nextInt(3);
    int off = random.nextInt(7) - 3;
    String other = writes.key();
    return new Step(
        "read " + List.of("at seq", "at time", "at vid").get(how) + " " + which + " " + off,
        subject -> {
          if (subject.known.isEmpty()) {
            return "";
          }
          Version near = subject.known.get((int) (which * subject.known.size()));
          At at =
              switch (how) {
                case 0 -> At.seq(Math.max(1, near.seq() + off));
                case 1 -> At.time(near.time().plusMillis(off));
                default -> At.vid(near.vid());
              };
          Store store = subject.store;
          return List.of(
              store.at(near.namespace(), near.key(), at), store.at(near.namespace(), other, at));
        });
  }

  private Step history() {
    String space = space();
    String key = writes.key();
    long before = random.nextBoolean() ? Long.MAX_VALUE : 1L + random.nextInt(500);
    var page = History.Page.first(1 + random.nextInt(20)).before(before);
    return new Step(
        "history of " + space + "/" + key + " " + page,
        subject -> subject.store.log(space, key, page));
  }

  private Step scan() {
    String space = space();
    String prefix = random.nextBoolean() ? "" : "k1";
    int limit = 1 + random.nextInt(12);
    double which = random.nextDouble();
    int how = random.nextInt(3);
    boolean deleted = random.nextInt(4) == 0;
    return new Step(
        "scan " + space + " '" + prefix + "' " + limit + " " + how + " " + which,
        subject -> {
          Scan scan = Scan.prefix(prefix).limit(limit);
          if (how > 0 && !subject.known.isEmpty()) {
            Version near = subject.known.get((int) (which * subject.known.size()));
            scan = scan.at(how == 1 ? At.seq(near.seq()) : At.time(near.time()));
          }
          scan = deleted ? scan.withDeleted() : scan;
          return List.of(subject.store.keys(space, scan), subject.store.documents(space, scan));
        });
  }

  private Step watch() {
    long from = 1L + random.nextInt(200);
    String space = random.nextInt(3) == 0 ? "" : space();
    return new Step(
        "watch '" + space + "' from " + from,
        subject -> {
          try (Watch watch = subject.store.watch(new Watch.Spec(from, space, "", _ -> true))) {
            var events = new ArrayList<Watch.Event>();
            Watch.Event event = watch.next(Duration.ZERO);
            while (!(event instanceof Watch.Event.Idle)) {
              events.add(event);
              event = watch.next(Duration.ZERO);
            }
            return events;
          }
        });
  }

  private Step query() {
    String space = space();
    Json json =
        Json.parse(
            "{\"filter\":\"n >= "
                + random.nextInt(50)
                + "\",\"sort\":[\"-n\"],\"limit\":5,\"aggregates\":{\"all\":{\"count\":\"$\"}}}");
    Query query = Query.of(json);
    return new Step(
        "query " + space + " " + json,
        subject -> {
          Iterator<Version> versions =
              subject.store.documents(space, Scan.ALL).versions().iterator();
          return QueryRunner.run(
                  query,
                  () -> versions.hasNext() ? row(versions.next()) : null,
                  QueryLimits.DEFAULT)
              .json();
        });
  }

  private static Row row(Version version) {
    return new Row.Held(
        version.key(),
        version.seq(),
        version.time().toEpochMilli(),
        version.origin().author(),
        version.value().canonical());
  }

  private Step tag() {
    String name = "t" + random.nextInt(3);
    boolean gone = random.nextInt(3) == 0;
    String space = random.nextBoolean() ? "" : space();
    return new Step(
        (gone ? "untag " : "tag " + space + " ") + name,
        subject -> {
          long now = Math.max(1, subject.store.seq());
          Outcome outcome =
              gone
                  ? subject.store.untag(name, Origin.NONE)
                  : subject.store.tag(new Tag(name, space, now), Origin.NONE);
          return List.of(outcome, subject.store.tags());
        });
  }

  /// All there is to see of a store.
  private Step everything() {
    boolean counted = kind == Kind.WHOLE;
    return new Step(
        "everything",
        subject -> {
          var seen = new ArrayList<Object>();
          Store store = subject.store;
          for (NamespaceStatus status : store.namespaces()) {
            seen.add(counted ? status : List.of(status.name(), status.documents(), status.keys()));
            Scan.Keys keys = store.keys(status.name(), Scan.ALL.withDeleted());
            seen.add(keys);
            for (String key : keys.keys()) {
              seen.add(store.log(status.name(), key, History.Page.first(1_000)));
            }
          }
          seen.add(store.status().keys());
          seen.add(store.tags());
          seen.add(store.verify());
          return seen;
        });
  }

  /// Backs up, and looks at what comes of restoring it, which is a log whatever it came from.
  static Step backup(Path files) {
    return new Step(
        "backup",
        subject -> {
          String name = subject.directory.getFileName().toString();
          Path file = files.resolve(name + ".backup");
          Path restored = files.resolve(name + "-restored");
          var made = subject.store.backup(file, 0);
          LocalStore.restore(restored, List.of(file), Long.MAX_VALUE);
          var seen = new ArrayList<Object>(List.of(made));
          try (Store store = LocalStore.open(restored)) {
            for (Version version : subject.known) {
              seen.add(store.at(version.namespace(), version.key(), At.vid(version.vid())));
            }
            seen.add(store.verify());
          }
          return seen;
        });
  }
}
