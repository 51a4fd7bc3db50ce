package dev.varve.http.net;

import dev.varve.base.Clock;
import dev.varve.base.LateLogger;
import io.netty.channel.IoEventLoop;
import io.netty.util.concurrent.ScheduledFuture;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/// One thread that owns connections, with their timers and buffers. It must never block.
///
/// Work is done in turns: one event of a connection, one task, one tick of the timers. What was
/// written is flushed when all events that were waiting had their turns ([#afterTurns]), so that
/// several answers leave in one system call. Time stands still during a turn ([#nanos]). [#execute]
/// may be called by any thread; everything else belongs to the loop's own.
public final class Loop implements Executor {
  /// How much a connection may read at a time.
  public static final int READ_BYTES = 64 * 1024;

  /// The size of the buffers of [#take]: one TLS record at its longest.
  public static final int CHUNK_BYTES = 17 * 1024;

  private static final int CHUNKS_KEPT = 256;
  private static final int TASKS_AT_ONCE = 256;
  private static final int FLUSHES_WAITING = 64;
  private static final long WALL_NANOS = 5_000_000;
  private static final System.Logger LOG = LateLogger.of(Loop.class);

  private final int number;
  private final IoEventLoop netty;
  private final Sockets sockets;
  private final Clock clock;
  private final TimerWheel wheel;
  private final DateText date;
  private final ArrayDeque<ByteBuffer> readBuffers = new ArrayDeque<>();
  private final ArrayDeque<ByteBuffer> chunks = new ArrayDeque<>();
  private final Scratch scratch = new Scratch();
  private final ByteBuffer[] gathered = new ByteBuffer[3];
  private final ByteBuffer lineEnd = ByteBuffer.allocateDirect(2).put((byte) '\r').put((byte) '\n');
  private final ConcurrentLinkedQueue<Runnable> tasks = new ConcurrentLinkedQueue<>();
  private final AtomicBoolean draining = new AtomicBoolean();
  private final Runnable drain = this::drainTasks;
  private final Runnable tick = this::tick;
  private final Runnable roundEnd = this::endRound;
  private List<Runnable> flushes = new ArrayList<>();
  private List<Runnable> flushesSpare = new ArrayList<>();
  private @Nullable ScheduledFuture<?> ticking;
  private volatile boolean ended;
  private final Clock turnClock =
      new Clock() {
        @Override
        public long epochMillis() {
          return Loop.this.epochMillis();
        }

        @Override
        public long nanos() {
          return Loop.this.nanos();
        }
      };
  private boolean roundEndComes;
  private boolean timed;
  private long turnNanos;
  private long wallNanos;
  private long wallMillis;
  private int depth;
  private int chunksOut;

  Loop(int number, IoEventLoop netty, Sockets sockets, Clock clock) {
    this.number = number;
    this.netty = netty;
    this.sockets = sockets;
    this.clock = clock;
    this.wheel = new TimerWheel(clock);
    this.date = new DateText();
    this.wallNanos = clock.nanos() - WALL_NANOS - 1;
  }

  /// From 0 to one less than [Loops#size].
  public int number() {
    return number;
  }

  /// Whether the caller runs on this loop's thread.
  public boolean inLoop() {
    return netty.inEventLoop();
  }

  /// Runs the task on the loop, after the current turn when called on the loop itself. Dropped when
  /// the loop has ended: nothing that belongs to it is left.
  @Override
  public void execute(Runnable task) {
    tasks.add(task);
    if (draining.compareAndSet(false, true)) {
      try {
        netty.execute(drain);
      } catch (RejectedExecutionException _) {
        tasks.clear();
      }
    }
  }

  /// A timer that runs the action on the loop when it fires.
  public Timer timer(Runnable action) {
    return new Timer(wheelForArming(), action);
  }

  /// Runs the action once, so long from now; the timer can stop or move it.
  public Timer after(Duration span, Runnable action) {
    Timer timer = timer(action);
    timer.start(span.toNanos());
    return timer;
  }

  /// Monotonic time for measuring and deadlines: when the current turn began, near enough. A turn
  /// asks the clock once, whoever wants to know; whoever measures what happens within a turn asks
  /// [#clock].
  public long nanos() {
    if (depth == 0) {
      return clock.nanos();
    }
    if (!timed) {
      timed = true;
      turnNanos = clock.nanos();
    }
    return turnNanos;
  }

  /// [#nanos] and [#epochMillis] as a clock.
  public Clock turnClock() {
    return turnClock;
  }

  /// Wall time for showing, right to some milliseconds.
  public long epochMillis() {
    long passed = nanos() - wallNanos;
    if (passed < 0 || passed > WALL_NANOS) {
      wallNanos += passed;
      wallMillis = clock.epochMillis();
      passed = 0;
    }
    return wallMillis + passed / 1_000_000;
  }

  public Clock clock() {
    return clock;
  }

  /// The 29 bytes of the Date field's value now; not to be changed.
  public byte[] date() {
    return date.bytes(epochMillis());
  }

  /// A direct buffer of [#READ_BYTES] to read into during the current call; to be given back before
  /// that returns. Mostly it is the same one for all connections, still warm; a second one serves a
  /// read that happens within another.
  public ByteBuffer takeRead() {
    ByteBuffer free = readBuffers.pollFirst();
    return free == null ? ByteBuffer.allocateDirect(READ_BYTES) : free;
  }

  /// Takes a buffer of [#takeRead] back.
  public void giveRead(ByteBuffer buffer) {
    readBuffers.addFirst(buffer);
  }

  /// A direct buffer of [#CHUNK_BYTES], empty; to be given back.
  public ByteBuffer take() {
    chunksOut++;
    ByteBuffer chunk = chunks.pollFirst();
    return chunk == null ? ByteBuffer.allocateDirect(CHUNK_BYTES) : chunk.clear();
  }

  /// Takes a buffer of [#take] back.
  public void give(ByteBuffer chunk) {
    chunksOut--;
    if (chunks.size() < CHUNKS_KEPT) {
      chunks.addFirst(chunk);
    }
  }

  /// Buffers to be written together, in an array that the next caller gets too.
  public ByteBuffer[] gather(ByteBuffer first, ByteBuffer second) {
    gathered[0] = first;
    gathered[1] = second;
    return gathered;
  }

  /// The same for three.
  public ByteBuffer[] gather(ByteBuffer first, ByteBuffer second, ByteBuffer third) {
    gathered[2] = third;
    return gather(first, second);
  }

  /// The loop's own direct buffer of the two bytes that end a line, for the current call.
  public ByteBuffer lineEnd() {
    return lineEnd.rewind();
  }

  /// The loop's own array for gathering, empty.
  public Scratch scratch() {
    return scratch.cleared();
  }

  /// How many buffers of [#take] are out; for leak checks.
  public int chunksOut() {
    return chunksOut;
  }

  /// Runs the action when the events that wait now have had their turns. Processing all of them
  /// before anything is sent costs less than going back and forth, and wakes the other side once.
  public void afterTurns(Runnable action) {
    flushes.add(action);
    if (!roundEndComes) {
      roundEndComes = true;
      netty.execute(roundEnd);
    }
  }

  /// Begins to connect to an `InetSocketAddress` (resolved) or `UnixDomainSocketAddress`. Ask
  /// [Transport#connected] at the next [Transport.Events#writable].
  ///
  /// @throws IOException when it is refused at once
  public Transport connect(SocketAddress address) throws IOException {
    checkRuns();
    return sockets.connect(this, address);
  }

  /// Begins to listen.
  ///
  /// @throws IOException when the address cannot be had
  public Acceptor listen(
      SocketAddress address, Acceptor.Options options, Acceptor.Accepted accepted)
      throws IOException {
    checkRuns();
    return sockets.listen(this, address, options, accepted);
  }

  /// Opens a UDP socket. May be called by any thread.
  ///
  /// @throws IOException when the address cannot be had
  public Datagrams datagrams(Datagrams.Options options, Datagrams.Events events)
      throws IOException {
    checkRuns();
    return sockets.datagrams(this, options, events);
  }

  /// What is opened from now on would stay open: the loop closes what it has only once.
  void end() {
    ended = true;
  }

  private void checkRuns() throws IOException {
    if (ended) {
      throw new IOException("the event loop has ended");
    }
  }

  /// For those parts of this module that use Netty's channels.
  @SuppressWarnings("exports") // for this module only
  public IoEventLoop netty() {
    return netty;
  }

  void enter() {
    if (depth++ == 0) {
      timed = false;
    }
  }

  void leave() {
    if (depth == 1 && flushes.size() >= FLUSHES_WAITING) {
      runFlushes();
    }
    depth--;
  }

  /// Runs something as a turn.
  void turn(Runnable action) {
    enter();
    timed = false;
    try {
      action.run();
    } catch (RuntimeException bug) {
      LOG.log(System.Logger.Level.ERROR, "a task of an event loop failed", bug);
    } finally {
      leave();
    }
  }

  private void endRound() {
    roundEndComes = false;
    enter();
    try {
      while (!flushes.isEmpty()) {
        runFlushes();
      }
    } finally {
      leave();
    }
  }

  private void runFlushes() {
    List<Runnable> now = flushes;
    flushes = flushesSpare;
    flushesSpare = now;
    for (int i = 0; i < now.size(); i++) {
      try {
        now.get(i).run();
      } catch (RuntimeException bug) {
        LOG.log(System.Logger.Level.ERROR, "a flush of an event loop failed", bug);
      }
    }
    now.clear();
  }

  private void drainTasks() {
    draining.set(false);
    int left = TASKS_AT_ONCE;
    for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
      turn(task);
      if (--left == 0) {
        break;
      }
    }
    if (!tasks.isEmpty() && draining.compareAndSet(false, true)) {
      netty.execute(drain);
    }
  }

  private TimerWheel wheelForArming() {
    if (ticking == null) {
      long millis = TimeUnit.NANOSECONDS.toMillis(TimerWheel.TICK);
      ticking = netty.scheduleAtFixedRate(tick, millis, millis, TimeUnit.MILLISECONDS);
    }
    return wheel;
  }

  private void tick() {
    enter();
    try {
      wheel.advance();
    } finally {
      leave();
    }
  }
}
