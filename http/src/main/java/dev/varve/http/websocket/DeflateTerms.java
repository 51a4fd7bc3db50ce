package dev.varve.http.websocket;

import java.util.HashSet;
import org.jspecify.annotations.Nullable;

/// What both sides agreed on about permessage-deflate (RFC 7692 section 7.1).
///
/// @param serverForgets server_no_context_takeover: the server compresses each message by itself
/// @param clientForgets client_no_context_takeover
record DeflateTerms(boolean serverForgets, boolean clientForgets) {
  private static final String NAME = "permessage-deflate";
  private static final String SERVER_FORGETS = "server_no_context_takeover";
  private static final String CLIENT_FORGETS = "client_no_context_takeover";

  /// Parses one Sec-WebSocket-Extensions value of a client and takes the first offer that can be
  /// kept. The JDK compresses with a window of 15 bits only, so an offer that asks the server for a
  /// smaller one is passed over.
  static @Nullable DeflateTerms accept(String offers) {
    for (String offer : offers.split(",", -1)) {
      DeflateTerms terms = parse(offer, true);
      if (terms != null) {
        return terms;
      }
    }
    return null;
  }

  /// Parses what a server answered to our offer.
  ///
  /// @throws ProtocolException when it is nothing that we offered
  static DeflateTerms confirm(String answer) throws ProtocolException {
    DeflateTerms terms = parse(answer, false);
    if (terms == null) {
      throw new ProtocolException(CloseCode.PROTOCOL_ERROR, "extension that was not offered");
    }
    return terms;
  }

  /// What a client offers.
  static String offer() {
    return NAME;
  }

  /// What a server answers.
  String answer() {
    return NAME
        + (serverForgets ? "; " + SERVER_FORGETS : "")
        + (clientForgets ? "; " + CLIENT_FORGETS : "");
  }

  private static @Nullable DeflateTerms parse(String offer, boolean atServer) {
    String[] parts = offer.split(";", -1);
    if (!parts[0].strip().equals(NAME)) {
      return null;
    }
    var seen = new HashSet<String>();
    for (int i = 1; i < parts.length; i++) {
      String part = parts[i].strip();
      int equals = part.indexOf('=');
      String name = equals < 0 ? part : part.substring(0, equals).strip();
      String value = equals < 0 ? null : unquoted(part.substring(equals + 1).strip());
      if (!seen.add(name) || !allows(name, value, atServer)) {
        return null;
      }
    }
    return new DeflateTerms(seen.contains(SERVER_FORGETS), seen.contains(CLIENT_FORGETS));
  }

  private static boolean allows(String name, @Nullable String value, boolean atServer) {
    return switch (name) {
      case SERVER_FORGETS, CLIENT_FORGETS -> value == null;
      case "server_max_window_bits" ->
          value != null && isBits(value) && (!atServer || value.equals("15"));
      // A client may say that it could; a server may only ask one that said so, as we do not.
      case "client_max_window_bits" -> atServer && (value == null || isBits(value));
      default -> false;
    };
  }

  private static String unquoted(String value) {
    boolean quoted = value.length() >= 2 && value.startsWith("\"") && value.endsWith("\"");
    return quoted ? value.substring(1, value.length() - 1) : value;
  }

  private static boolean isBits(String value) {
    return switch (value) {
      case "8", "9", "10", "11", "12", "13", "14", "15" -> true;
      default -> false;
    };
  }
}
