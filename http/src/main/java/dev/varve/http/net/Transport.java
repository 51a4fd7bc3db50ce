package dev.varve.http.net;

import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/// A stream of bytes to a peer, owned by one loop: a TCP or unix socket, or TLS over one.
///
/// Events come once per change (edge-triggered): after [Events#readable] read until [#read] returns
/// 0 or -1, or try again later without waiting for another event. After [#write] took less than it
/// was given, [Events#writable] tells when it takes more. All calls are made on the loop; nothing
/// blocks.
public interface Transport {
  /// Called on the loop inside a turn, never after [Transport#close].
  interface Events {
    /// There may be something to read, or the peer ended the stream.
    void readable();

    /// There may be room to write again; for a connection that is being made, see [#connected].
    void writable();

    /// A call of these threw, and the transport is about to be closed: what is held and counted for
    /// it must be let go.
    default void crashed() {}
  }

  Loop loop();

  /// Begins to deliver events. The first thing to do with a transport; data that is there already
  /// is told by an event, but may also be read at once. Afterwards the same as [#events].
  void start(Events events) throws IOException;

  /// From now on others take the events.
  void events(Events events);

  /// Whether the connection is made. False while it is under way.
  ///
  /// @throws IOException when it cannot be made
  boolean connected() throws IOException;

  /// Reads what is there into the buffer, which is direct. 0: nothing now; -1: the peer ended.
  int read(ByteBuffer into) throws IOException;

  /// Writes what there is room for, and advances the buffer by it.
  int write(ByteBuffer from) throws IOException;

  /// Writes what there is room for of several direct buffers, and advances them by it.
  long write(ByteBuffer[] from, int count) throws IOException;

  /// Sends part of a file without copying it; -1 when this transport cannot.
  long send(FileChannel file, long position, long count) throws IOException;

  /// Whether [#send] works.
  boolean sendsFiles();

  /// Whether all that [#write] took has gone to the kernel; TLS may hold back a record.
  boolean flush() throws IOException;

  /// No more will be written; the peer is told.
  void shutdownOutput() throws IOException;

  /// Ends both directions at once; of no effect the second time.
  void close();

  boolean isOpen();

  /// May be made anew each time.
  SocketAddress remote();

  SocketAddress local();
}
