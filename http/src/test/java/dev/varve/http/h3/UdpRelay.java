package dev.varve.http.h3;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/// Stands between one client and a server as a NAT does: the server sees the relay's address, which
/// changes when [#rebind] is called.
final class UdpRelay implements AutoCloseable {
  private static final int DATAGRAM_MOST = 65_535;

  private final InetSocketAddress server;
  private final DatagramSocket front;
  private final List<Integer> fromServer = new CopyOnWriteArrayList<>();
  private volatile DatagramSocket back;
  private volatile SocketAddress client = new InetSocketAddress(0);

  UdpRelay(int serverPort) throws IOException {
    server = new InetSocketAddress(InetAddress.getLoopbackAddress(), serverPort);
    front = new DatagramSocket(0, InetAddress.getLoopbackAddress());
    back = fresh();
    pass(front, true);
  }

  private DatagramSocket fresh() throws IOException {
    var socket = new DatagramSocket(0, InetAddress.getLoopbackAddress());
    pass(socket, false);
    return socket;
  }

  int port() {
    return front.getLocalPort();
  }

  /// The first octet of every packet of the server.
  List<Integer> fromServer() {
    return fromServer;
  }

  /// From now on the server sees another port.
  void rebind() {
    DatagramSocket old = back;
    try {
      back = fresh();
    } catch (IOException cause) {
      throw new UncheckedIOException(cause);
    }
    old.close();
  }

  private void pass(DatagramSocket from, boolean outward) {
    Thread.ofVirtual()
        .start(() -> {
          var packet = new DatagramPacket(new byte[DATAGRAM_MOST], DATAGRAM_MOST);
          while (!from.isClosed()) {
            try {
              packet.setLength(DATAGRAM_MOST);
              from.receive(packet);
              if (outward) {
                client = packet.getSocketAddress();
                packet.setSocketAddress(server);
                back.send(packet);
              } else {
                fromServer.add(packet.getData()[0] & 0xff);
                packet.setSocketAddress(client);
                front.send(packet);
              }
            } catch (IOException _) {
              // The socket was closed, here or by rebinding; a packet that is lost comes again.
            }
          }
        });
  }

  @Override
  public void close() {
    front.close();
    back.close();
  }
}
