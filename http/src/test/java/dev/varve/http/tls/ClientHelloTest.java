package dev.varve.http.tls;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// RFC 8446, 4.1.2 and 5.1.
class ClientHelloTest {
  @ParameterizedTest
  @ValueSource(strings = {"one", "two-records", "early-data-behind"})
  void tellsTheNameAndTheProtocols(String input) throws Exception {
    byte[] bytes = Files.readAllBytes(Path.of("src", "test", "fuzz", "hello", input));

    assertThat(ClientHello.read(ByteBuffer.wrap(bytes)))
        .isEqualTo(new ClientHello("app.example", List.of("h2", "http/1.1")));
  }
}
