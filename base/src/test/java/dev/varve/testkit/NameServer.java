package dev.varve.testkit;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/// A name server on loopback, over UDP and TCP on the same port, that answers what a test tells it
/// to, however wrong.
public final class NameServer implements AutoCloseable {
  private final DatagramSocket udp;
  private final ServerSocket tcp;
  private final List<String> asked = new CopyOnWriteArrayList<>();
  private volatile Script script;

  /// What to answer.
  @FunctionalInterface
  public interface Script {
    /// @return messages to send; for TCP the first is
    List<byte[]> answer(Question question);
  }

  /// A question as it came.
  ///
  /// @param name with dots, without a final one
  /// @param type such as 1 for A, 28 for AAAA, 33 for SRV
  @SuppressWarnings("ArrayRecordComponent") // never compared
  public record Question(byte[] bytes, String name, int type, boolean tcp) {
    /// A message with this code and these answer records.
    public byte[] reply(int code, byte[]... records) {
      var out = new ByteArrayOutputStream();
      out.write(bytes, 0, 2);
      out.writeBytes(new byte[] {(byte) 0x81, (byte) (0x80 | code), 0, 1});
      out.writeBytes(new byte[] {0, (byte) records.length, 0, 0, 0, 0});
      out.write(bytes, 12, end() - 12);
      for (byte[] record : records) {
        out.writeBytes(record);
      }
      return out.toByteArray();
    }

    private int end() {
      return 12 + name.length() + 2 + 4;
    }

    /// A record of the name that was asked for.
    public byte[] record(int kind, int ttl, byte... data) {
      var out = new ByteArrayOutputStream();
      out.writeBytes(new byte[] {(byte) 0xc0, 12, 0, (byte) kind, 0, 1});
      out.writeBytes(
          new byte[] {(byte) (ttl >> 24), (byte) (ttl >> 16), (byte) (ttl >> 8), (byte) ttl});
      out.writeBytes(new byte[] {(byte) (data.length >> 8), (byte) data.length});
      out.writeBytes(data);
      return out.toByteArray();
    }

    /// A service record: the host is written without pointers.
    public byte[] service(int ttl, int priority, int weight, int port, String host) {
      var data = new ByteArrayOutputStream();
      for (int each : new int[] {priority, weight, port}) {
        data.write(each >> 8);
        data.write(each);
      }
      data.writeBytes(labels(host));
      return record(33, ttl, data.toByteArray());
    }
  }

  /// A name as it stands in messages.
  public static byte[] labels(String name) {
    var out = new ByteArrayOutputStream();
    for (String label : name.split("\\.", -1)) {
      out.write(label.length());
      out.writeBytes(label.getBytes(StandardCharsets.US_ASCII));
    }
    out.write(0);
    return out.toByteArray();
  }

  /// Begins to answer.
  public NameServer(Script script) {
    this.script = script;
    try {
      // A port that is free for both: one that UDP was given may be some connection's in TCP.
      var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), Ports.free());
      this.udp = new DatagramSocket(address);
      this.tcp = new ServerSocket(address.getPort(), 50, address.getAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Thread.startVirtualThread(this::serveUdp);
    Thread.startVirtualThread(this::serveTcp);
  }

  /// From now on answers this.
  public void script(Script next) {
    script = next;
  }

  /// `127.0.0.1:PORT`.
  public String address() {
    return "127.0.0.1:" + udp.getLocalPort();
  }

  public InetSocketAddress socketAddress() {
    return (InetSocketAddress) udp.getLocalSocketAddress();
  }

  /// `NAME TYPE`, or `NAME TYPE tcp`, of all questions in turn.
  public List<String> asked() {
    return asked;
  }

  private List<byte[]> answer(byte[] bytes, boolean byTcp) {
    var name = new StringBuilder();
    int at = 12;
    while (bytes[at] != 0) {
      name.append(name.isEmpty() ? "" : ".")
          .append(new String(bytes, at + 1, bytes[at], StandardCharsets.US_ASCII));
      at += bytes[at] + 1;
    }
    var question = new Question(bytes, name.toString(), bytes[at + 2], byTcp);
    asked.add(question.name() + " " + question.type() + (byTcp ? " tcp" : ""));
    return script.answer(question);
  }

  private void serveUdp() {
    try {
      while (true) {
        var packet = new DatagramPacket(new byte[1024], 1024);
        udp.receive(packet);
        for (byte[] each : answer(Arrays.copyOf(packet.getData(), packet.getLength()), false)) {
          udp.send(new DatagramPacket(each, each.length, packet.getSocketAddress()));
        }
      }
    } catch (IOException _) {
      udp.close();
    }
  }

  private void serveTcp() {
    try {
      while (true) {
        serve(tcp.accept());
      }
    } catch (IOException _) {
      udp.close();
    }
  }

  private void serve(Socket socket) throws IOException {
    try (socket) {
      var in = new DataInputStream(socket.getInputStream());
      byte[] answer = answer(in.readNBytes(in.readUnsignedShort()), true).getFirst();
      var out = new DataOutputStream(socket.getOutputStream());
      out.writeShort(answer.length);
      out.write(answer);
    }
  }

  @Override
  public void close() {
    udp.close();
    try {
      tcp.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
