package dev.varve.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RawClientTest {
  private final ServerSocket listener = Ports.taken();
  private final RawClient client = RawClient.connect(listener.getLocalPort());
  private final Socket peer = accept();

  @AfterEach
  void close() throws IOException {
    client.close();
    peer.close();
    listener.close();
  }

  @Test
  void sendsExactlyTheBytesItIsGiven() throws IOException {
    client.send("GET\r\n").send(new byte[] {0, -1}).finishSending();

    assertThat(peer.getInputStream().readAllBytes()).containsExactly('G', 'E', 'T', 13, 10, 0, -1);
  }

  @Test
  void readsExactlyAsMuchAsAskedFor() throws IOException {
    answer("HTTP/1.1 204\r\n\r\nHTTP/1.1");
    peer.shutdownOutput();

    assertThat(client.readUntil("\r\n\r\n")).isEqualTo("HTTP/1.1 204\r\n\r\n");
    assertThat(client.read(4)).isEqualTo("HTTP");
    assertThat(client.readToEnd()).isEqualTo("/1.1");
  }

  @Test
  void showsWhatCameWhenThePeerClosesEarly() throws IOException {
    answer("abc");
    peer.shutdownOutput();

    assertThatThrownBy(() -> client.read(5))
        .isInstanceOf(AssertionError.class)
        .hasMessage("must read 5 bytes, but the peer closed after 3: abc");
  }

  @Test
  void givesUpAtItsDeadline() throws IOException {
    try (var hasty = RawClient.connect(listener.getLocalSocketAddress(), Duration.ofMillis(20));
        Socket slow = listener.accept()) {
      slow.getOutputStream().write('a');

      assertThatThrownBy(() -> hasty.readUntil("b"))
          .hasMessage("must read within PT0.02S, but got only: a");
    }
  }

  @Test
  void tellsSilenceFromASentByteAndFromAnEnd() throws IOException {
    client.staysSilent(Duration.ofMillis(5));
    answer("x");
    assertThatThrownBy(() -> client.staysSilent(Duration.ofSeconds(1)))
        .hasMessage("must stay silent, but sent byte 120");
    peer.shutdownOutput();
    assertThatThrownBy(() -> client.staysSilent(Duration.ofSeconds(1)))
        .hasMessage("must stay silent, but closed");
  }

  @Test
  void canBreakTheConnection() {
    client.reset();

    assertThatThrownBy(() -> peer.getInputStream().read()).isInstanceOf(SocketException.class);
  }

  @Test
  void aResetByThePeerIsNotAnEnd() throws IOException {
    peer.setSoLinger(true, 0);
    peer.close();

    assertThatThrownBy(client::readToEnd).isInstanceOf(UncheckedIOException.class);
  }

  private void answer(String text) throws IOException {
    peer.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  private Socket accept() {
    try {
      return listener.accept();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
