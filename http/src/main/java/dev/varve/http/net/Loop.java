package dev.varve.http.net;

import dev.varve.base.Clock;
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
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/// One thread that owns connections, with their timers and buffers. It must never block.
///
/// Work is done in turns: one event of a connection, one batch of tasks, one tick of the timers.
/// What was written during a turn is flushed when it ends ([#atTurnEnd]), so that several answers
/// leave in one system call. [#execute] may be called by any thread; everything else belongs to the
/// loop's own.
public final class Loop implements Executor {
  /// How much a connection may read at a time.
  public static final int READ_BYTES = 64 * 1024;

  /// The size of the buffers of [#take]: one TLS record at its longest.
  public static final int CHUNK_BYTES = 17 * 1024;

  private static final int CHUNKS_KEPT = 256;
  private static final int TASKS_PER_TURN = 256;
  private static final System.Logger LOG = System.getLogger(Loop.class.getName());

  private final int number;
  private final IoEventLoop netty;
  private final Sockets sockets;
  private final Clock clock;
  private final TimerWheel wheel;
  private final DateText date;
  private final ArrayDeque<ByteBuffer> readBuffers = new ArrayDeque<>();
  private final ArrayDeque<ByteBuffer> chunks = new ArrayDeque<>();
  private final ConcurrentLinkedQueue<Runnable> tasks = new ConcurrentLinkedQueue<>();
  private final AtomicBoolean draining = new AtomicBoolean();
  private final Runnable drain = this::drainTasks;
  private final Runnable tick = this::tick;
  private List<Runnable> turnEnd = new ArrayList<>();
  private List<Runnable> turnEndSpare = new ArrayList<>();
  private @Nullable ScheduledFuture<?> ticking;
  private int depth;
  private int chunksOut;

  Loop(int number, IoEventLoop netty, Sockets sockets, Clock clock) {
    this.number = number;
    this.netty = netty;
    this.sockets = sockets;
    this.clock = clock;
    this.wheel = new TimerWheel(clock);
    this.date = new DateText(clock);
  }

  /// From 0 to one less than [Loops#size].
  public int number() {
    return number;
  }

  /// Whether the caller runs on this loop's thread.
  public boolean inLoop() {
    return netty.inEventLoop();
  }

  /// Runs the task on the loop, after the current turn when called on the loop itself.
  @Override
  public void execute(Runnable task) {
    tasks.add(task);
    if (draining.compareAndSet(false, true)) {
      netty.execute(drain);
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

  /// Monotonic time for measuring and deadlines.
  public long nanos() {
    return clock.nanos();
  }

  public Clock clock() {
    return clock;
  }

  /// The 29 bytes of the Date field's value now; not to be changed.
  public byte[] date() {
    return date.bytes();
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

  /// How many buffers of [#take] are out; for leak checks.
  public int chunksOut() {
    return chunksOut;
  }

  /// Runs the action when the current turn ends. Outside of turns that is at once.
  public void atTurnEnd(Runnable action) {
    if (depth == 0) {
      execute(action);
    } else {
      turnEnd.add(action);
    }
  }

  /// Begins to connect to an `InetSocketAddress` (resolved) or `UnixDomainSocketAddress`. Ask
  /// [Transport#connected] at the next [Transport.Events#writable].
  ///
  /// @throws IOException when it is refused at once
  public Transport connect(SocketAddress address) throws IOException {
    return sockets.connect(this, address);
  }

  /// Begins to listen.
  ///
  /// @throws IOException when the address cannot be had
  public Acceptor listen(
      SocketAddress address, Acceptor.Options options, Acceptor.Accepted accepted)
      throws IOException {
    return sockets.listen(this, address, options, accepted);
  }

  /// For those parts of this module that use Netty's channels.
  @SuppressWarnings("exports") // for this module only
  public IoEventLoop netty() {
    return netty;
  }

  void enter() {
    depth++;
  }

  void leave() {
    if (depth == 1) {
      while (!turnEnd.isEmpty()) {
        runTurnEnd();
      }
    }
    depth--;
  }

  /// Runs something as a turn.
  void turn(Runnable action) {
    enter();
    try {
      action.run();
    } catch (RuntimeException bug) {
      LOG.log(System.Logger.Level.ERROR, "a task of an event loop failed", bug);
    } finally {
      leave();
    }
  }

  private void runTurnEnd() {
    List<Runnable> now = turnEnd;
    turnEnd = turnEndSpare;
    turnEndSpare = now;
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
    enter();
    try {
      int left = TASKS_PER_TURN;
      for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
        turn(task);
        if (--left == 0) {
          break;
        }
      }
    } finally {
      leave();
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
