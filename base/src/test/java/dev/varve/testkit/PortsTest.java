package dev.varve.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;

class PortsTest {
  @Test
  void aFreePortCanBeListenedOn() throws IOException {
    int port = Ports.free();

    try (var socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      assertThat(socket.getLocalPort()).isEqualTo(port);
    }
  }

  @Test
  void aTakenPortCannot() throws IOException {
    try (var taken = Ports.taken()) {
      int port = taken.getLocalPort();

      assertThatThrownBy(() -> new ServerSocket(port, 1, InetAddress.getLoopbackAddress()))
          .isInstanceOf(BindException.class);
    }
  }
}
