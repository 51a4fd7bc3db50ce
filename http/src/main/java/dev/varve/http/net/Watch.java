package dev.varve.http.net;

import dev.varve.base.LateLogger;
import io.netty.channel.IoHandle;
import io.netty.channel.IoOps;
import io.netty.channel.IoRegistration;
import java.io.IOException;
import java.net.SocketAddress;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// Tells when something came to a socket, from the loop's next turn until it is closed.
/// Level-triggered, so that what was left is told again.
final class Watch {
  /// A socket of one kind of loop.
  interface Socket {
    SocketAddress local();

    /// For Netty, to be passed on to [#told] and [#close].
    IoHandle handle(Watch watch);

    /// What [#told] is told of.
    IoOps incoming();

    IoOps nothing();

    void close() throws IOException;
  }

  private static final System.Logger LOG = LateLogger.of(Watch.class);

  private final Loop loop;
  private final Socket socket;
  private final Runnable ready;
  private @Nullable IoRegistration registration;
  private volatile boolean open = true;

  Watch(Loop loop, Socket socket, Runnable ready) {
    this.loop = loop;
    this.socket = socket;
    this.ready = ready;
  }

  void begin() {
    loop.execute(this::register);
  }

  boolean isOpen() {
    return open;
  }

  /// Something came.
  void told() {
    ready.run();
  }

  /// Tells nothing for so long.
  void pause(Duration span) {
    IoRegistration made = registration;
    if (made != null) {
      made.submit(socket.nothing());
      loop.after(span, this::resume);
    }
  }

  /// Closes the socket; may be called by any thread, and twice.
  void close() {
    open = false;
    if (loop.inLoop()) {
      closeInLoop();
    } else {
      loop.execute(this::closeInLoop);
    }
  }

  private void register() {
    if (!open) {
      return;
    }
    var future = loop.netty().register(socket.handle(this));
    if (!future.isSuccess()) {
      LOG.log(
          System.Logger.Level.ERROR, "cannot use the socket on " + socket.local(), future.cause());
      close();
      return;
    }
    registration = future.getNow();
    resume();
  }

  private void resume() {
    IoRegistration made = registration;
    if (made != null) {
      made.submit(socket.incoming());
    }
  }

  private void closeInLoop() {
    IoRegistration made = registration;
    if (made != null) {
      registration = null;
      made.cancel();
    }
    try {
      socket.close();
    } catch (IOException cause) {
      LOG.log(System.Logger.Level.WARNING, "closing the socket on " + socket.local(), cause);
    }
  }
}
