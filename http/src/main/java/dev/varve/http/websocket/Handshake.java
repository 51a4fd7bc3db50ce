package dev.varve.http.websocket;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.varve.http.FieldName;
import dev.varve.http.Fields;
import dev.varve.http.Request;
import dev.varve.http.Response;
import dev.varve.http.Version;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The opening handshake (RFC 6455 section 4, RFC 8441 section 5). Over HTTP/2 there is no key: the
/// stream cannot be mistaken for anything else.
final class Handshake {
  static final String PROTOCOL = "websocket";
  static final String VERSION = "13";
  static final FieldName KEY = FieldName.of("sec-websocket-key");
  static final FieldName ACCEPT = FieldName.of("sec-websocket-accept");
  static final FieldName VERSION_NAME = FieldName.of("sec-websocket-version");
  static final FieldName PROTOCOLS = FieldName.of("sec-websocket-protocol");
  static final FieldName EXTENSIONS = FieldName.of("sec-websocket-extensions");

  private static final String SUFFIX = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
  private static final int KEY_BYTES = 16;
  private static final SecureRandom RANDOM = new SecureRandom();

  /// What a server makes of a request.
  sealed interface Outcome {
    /// It is none, or not one we speak: answered with this status.
    record Refused(int status, String reason) implements Outcome {}

    /// @param protocol the subprotocol, empty without one
    record Accepted(String protocol, @Nullable DeflateTerms deflate) implements Outcome {}
  }

  private Handshake() {}

  static Outcome check(Request request, WebSocketOptions options) {
    if (!PROTOCOL.equalsIgnoreCase(String.valueOf(request.protocol()))) {
      return new Outcome.Refused(426, "request is no WebSocket handshake");
    }
    boolean http1 = request.version() == Version.HTTP_1_1;
    if (http1 ? !request.method().equals("GET") : !request.isConnect()) {
      return new Outcome.Refused(400, "method is wrong for a WebSocket handshake");
    }
    Fields fields = request.fields();
    if (!VERSION.equals(fields.value(VERSION_NAME))) {
      return new Outcome.Refused(426, "version of WebSocket must be 13");
    }
    if (http1 && (fields.count(KEY) != 1 || !isKey(String.valueOf(fields.value(KEY))))) {
      return new Outcome.Refused(400, "Sec-WebSocket-Key is missing or wrong");
    }
    return new Outcome.Accepted(
        protocol(fields, options.protocols()), options.compression() ? deflate(fields) : null);
  }

  /// Adds what an accepted handshake is answered with.
  static void answer(Request request, Outcome.Accepted accepted, Response response) {
    String key = request.fields().value(KEY);
    if (request.version() == Version.HTTP_1_1 && key != null) {
      response.field(ACCEPT, acceptFor(key));
    }
    if (!accepted.protocol().isEmpty()) {
      response.field(PROTOCOLS, accepted.protocol());
    }
    DeflateTerms deflate = accepted.deflate();
    if (deflate != null) {
      response.field(EXTENSIONS, deflate.answer());
    }
  }

  /// Makes a client's request of a GET; returns the key.
  static String ask(Request request, WebSocketOptions options) {
    var bytes = new byte[KEY_BYTES];
    RANDOM.nextBytes(bytes);
    String key = Base64.getEncoder().encodeToString(bytes);
    request.protocol(PROTOCOL);
    Fields fields = request.fields();
    fields.set(KEY, key).set(VERSION_NAME, VERSION);
    if (!options.protocols().isEmpty()) {
      fields.set(PROTOCOLS, String.join(", ", options.protocols()));
    }
    if (options.compression()) {
      fields.set(EXTENSIONS, DeflateTerms.offer());
    }
    return key;
  }

  /// Checks the answer to a client's request over HTTP/1.1 (RFC 6455 section 4.1).
  static Outcome.Accepted confirm(Response response, String key, WebSocketOptions options)
      throws ProtocolException {
    Fields fields = response.fields();
    if (response.status() != 101 || !acceptFor(key).equals(fields.value(ACCEPT))) {
      throw new ProtocolException(
          CloseCode.PROTOCOL_ERROR, "handshake was answered with " + response.status());
    }
    String protocol = String.valueOf(fields.contains(PROTOCOLS) ? fields.value(PROTOCOLS) : "");
    if (!protocol.isEmpty() && !options.protocols().contains(protocol)) {
      throw new ProtocolException(CloseCode.PROTOCOL_ERROR, "subprotocol that was not offered");
    }
    String extensions = fields.value(EXTENSIONS);
    if (extensions != null && !options.compression()) {
      throw new ProtocolException(CloseCode.PROTOCOL_ERROR, "extension that was not offered");
    }
    return new Outcome.Accepted(
        protocol, extensions == null ? null : DeflateTerms.confirm(extensions));
  }

  static String acceptFor(String key) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-1").digest((key.strip() + SUFFIX).getBytes(ISO_8859_1));
      return Base64.getEncoder().encodeToString(digest);
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every JDK has SHA-1", impossible);
    }
  }

  private static boolean isKey(String key) {
    try {
      return Base64.getDecoder().decode(key).length == KEY_BYTES;
    } catch (IllegalArgumentException _) {
      return false;
    }
  }

  private static String protocol(Fields fields, List<String> ours) {
    for (String offers : fields.values(PROTOCOLS)) {
      for (String offer : offers.split(",", -1)) {
        if (ours.contains(offer.strip())) {
          return offer.strip();
        }
      }
    }
    return "";
  }

  private static @Nullable DeflateTerms deflate(Fields fields) {
    for (String offers : fields.values(EXTENSIONS)) {
      DeflateTerms terms = DeflateTerms.accept(offers);
      if (terms != null) {
        return terms;
      }
    }
    return null;
  }
}
