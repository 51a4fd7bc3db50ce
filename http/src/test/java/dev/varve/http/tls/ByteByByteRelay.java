package dev.varve.http.tls;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;

/// Passes one connection on to a port, each byte of the client in a packet of its own.
final class ByteByByteRelay implements AutoCloseable {
  private final ServerSocket server;

  ByteByByteRelay(int target) throws IOException {
    server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    Thread.ofVirtual().start(() -> relay(target));
  }

  int port() {
    return server.getLocalPort();
  }

  private void relay(int target) {
    try (Socket client = server.accept();
        Socket upstream = new Socket(InetAddress.getLoopbackAddress(), target)) {
      upstream.setTcpNoDelay(true);
      Thread back = Thread.ofVirtual().start(() -> copy(upstream, client));
      InputStream in = client.getInputStream();
      OutputStream out = upstream.getOutputStream();
      for (int each = in.read(); each >= 0; each = in.read()) {
        out.write(each);
      }
      back.join();
    } catch (IOException | InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private static void copy(Socket from, Socket to) {
    try {
      from.getInputStream().transferTo(to.getOutputStream());
      to.shutdownOutput();
    } catch (IOException _) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
