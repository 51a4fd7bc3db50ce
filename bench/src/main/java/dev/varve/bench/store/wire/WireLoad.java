package dev.varve.bench.store.wire;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Queue;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/// Connections on one thread, each asking its next question when the last one was answered: the
/// same load for every protocol.
public final class WireLoad implements AutoCloseable {
  private final Selector selector;
  private final Queue<Connection> idle = new ArrayDeque<>();
  private final int connections;
  private long[] taken = new long[1 << 16];
  private int count;

  private static final class Connection {
    final SocketChannel channel;
    final Wire wire;
    final ByteBuffer in = ByteBuffer.allocateDirect(256 << 10).flip();
    final ByteBuffer out = ByteBuffer.allocate(64 << 10);
    long asked;

    Connection(SocketChannel channel, Wire wire) {
      this.channel = channel;
      this.wire = wire;
    }
  }

  public WireLoad(int connections, InetSocketAddress address, Supplier<Wire> wires)
      throws IOException {
    this.selector = Selector.open();
    this.connections = connections;
    for (int i = 0; i < connections; i++) {
      SocketChannel channel = SocketChannel.open(address);
      channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
      var connection = new Connection(channel, wires.get());
      connection.out.put(connection.wire.hello());
      flush(connection);
      channel.configureBlocking(false);
      channel.register(selector, SelectionKey.OP_READ, connection);
      idle.add(connection);
    }
  }

  /// Asks for a time, then waits for the last answers. How long each took, in nanoseconds.
  public long[] run(double seconds) throws IOException {
    return run(seconds, Double.MAX_VALUE);
  }

  /// The same, with at most so many questions a second.
  public long[] run(double seconds, double perSecond) throws IOException {
    count = 0;
    long interval = (long) (1e9 / perSecond);
    long next = System.nanoTime();
    long end = next + (long) (seconds * 1e9);
    while (System.nanoTime() < end || idle.size() < connections) {
      for (long now = System.nanoTime(); now < end && now >= next && !idle.isEmpty(); ) {
        ask(idle.remove());
        next += interval;
      }
      turn(interval == 0 ? 1000 : 1);
    }
    return Arrays.copyOf(taken, count);
  }

  /// Asks on every connection and takes what comes until told to stop.
  public void follow(BooleanSupplier stop) throws IOException {
    while (!idle.isEmpty()) {
      ask(idle.remove());
    }
    while (!stop.getAsBoolean()) {
      turn(10);
    }
  }

  private void turn(int millis) throws IOException {
    selector.select(millis);
    for (SelectionKey key : selector.selectedKeys()) {
      read((Connection) key.attachment());
    }
    selector.selectedKeys().clear();
  }

  private void read(Connection connection) throws IOException {
    connection.in.compact();
    if (connection.channel.read(connection.in) < 0) {
      throw new IOException("the server must keep its connections, but closed one");
    }
    connection.in.flip();
    int answers = connection.wire.take(connection.in, connection.out);
    if (connection.out.position() > 0) {
      flush(connection);
    }
    if (answers > 0) {
      note(System.nanoTime() - connection.asked);
      idle.add(connection);
    }
  }

  private void note(long nanos) {
    if (count == taken.length) {
      taken = Arrays.copyOf(taken, 2 * count);
    }
    taken[count++] = nanos;
  }

  private static void ask(Connection connection) throws IOException {
    connection.asked = System.nanoTime();
    connection.wire.ask(connection.out);
    flush(connection);
  }

  private static void flush(Connection connection) throws IOException {
    connection.out.flip();
    while (connection.out.hasRemaining()) {
      connection.channel.write(connection.out);
    }
    connection.out.clear();
  }

  @Override
  public void close() throws IOException {
    for (SelectionKey key : selector.keys()) {
      key.channel().close();
    }
    selector.close();
  }
}
