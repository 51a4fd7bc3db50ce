package dev.varve.edge.proxy;

import dev.varve.http.FieldName;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;

/// What both ends of a WebSocket show each other over HTTP/1.1 (RFC 6455 section 4), and over
/// HTTP/2 do not: between the two the edge fills in for the end that has none.
final class WebSocketKey {
  static final FieldName KEY = FieldName.of("sec-websocket-key");
  static final FieldName ACCEPT = FieldName.of("sec-websocket-accept");

  private static final SecureRandom CHANCE = new SecureRandom();
  private static final String SUFFIX = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
  private static final int BYTES = 16;

  private WebSocketKey() {}

  static String fresh() {
    var nonce = new byte[BYTES];
    CHANCE.nextBytes(nonce);
    return Base64.getEncoder().encodeToString(nonce);
  }

  static String accept(String key) {
    try {
      byte[] text = (key.strip() + SUFFIX).getBytes(StandardCharsets.ISO_8859_1);
      return Base64.getEncoder().encodeToString(MessageDigest.getInstance("SHA-1").digest(text));
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every JDK has SHA-1", impossible);
    }
  }
}
