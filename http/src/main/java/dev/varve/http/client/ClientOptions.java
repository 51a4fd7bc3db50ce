package dev.varve.http.client;

import dev.varve.base.Check;
import java.time.Duration;

/// What a client allows its origins. Made from [#DEFAULT] by the `with` methods.
///
/// @param connect from the begin to a usable connection, TLS included
/// @param firstByte from the end of the request to the begin of the answer
/// @param idle between two reads of an answer that has begun, or two writes of a request's body
/// @param total from [HttpClient#send] to the end of the answer
/// @param keep how long an unused connection is kept
/// @param lifetime how long a connection takes new requests
/// @param connectionsPerOrigin most connections to one origin by one loop; further requests wait
/// @param waiting most requests waiting for a connection to one origin; beyond it they are refused
/// @param waitFor how long they wait
/// @param headBytes largest block of header fields of an answer
/// @param headFields most header fields of an answer
public record ClientOptions(
    Duration connect,
    Duration firstByte,
    Duration idle,
    Duration total,
    Duration keep,
    Duration lifetime,
    int connectionsPerOrigin,
    int waiting,
    Duration waitFor,
    int headBytes,
    int headFields) {
  public static final ClientOptions DEFAULT =
      new ClientOptions(
          Duration.ofSeconds(2),
          Duration.ofSeconds(60),
          Duration.ofSeconds(30),
          Duration.ofDays(1),
          Duration.ofSeconds(30),
          Duration.ofHours(1),
          1_024,
          1_024,
          Duration.ofSeconds(5),
          64 << 10,
          256);

  public ClientOptions {
    within("connect", connect);
    within("firstByte", firstByte);
    within("idle", idle);
    within("total", total);
    within("keep", keep);
    within("lifetime", lifetime);
    Check.within("client.connectionsPerOrigin", connectionsPerOrigin, 1, 1_000_000);
    Check.within("client.waiting", waiting, 0, 1_000_000);
    Check.within("client.waitFor", waitFor, Duration.ZERO, Duration.ofDays(30));
    Check.within("client.headBytes", headBytes, 256, 1 << 20);
    Check.within("client.headFields", headFields, 1, 10_000);
  }

  private static void within(String name, Duration span) {
    Check.within("client." + name, span, Duration.ofMillis(1), Duration.ofDays(30));
  }

  public ClientOptions withTimes(Duration connect, Duration firstByte, Duration idle) {
    return new ClientOptions(
        connect,
        firstByte,
        idle,
        total,
        keep,
        lifetime,
        connectionsPerOrigin,
        waiting,
        waitFor,
        headBytes,
        headFields);
  }

  public ClientOptions withTotal(Duration total) {
    return new ClientOptions(
        connect,
        firstByte,
        idle,
        total,
        keep,
        lifetime,
        connectionsPerOrigin,
        waiting,
        waitFor,
        headBytes,
        headFields);
  }

  public ClientOptions withKeep(Duration keep, Duration lifetime) {
    return new ClientOptions(
        connect,
        firstByte,
        idle,
        total,
        keep,
        lifetime,
        connectionsPerOrigin,
        waiting,
        waitFor,
        headBytes,
        headFields);
  }

  public ClientOptions withConnections(int perOrigin, int waiting, Duration waitFor) {
    return new ClientOptions(
        connect,
        firstByte,
        idle,
        total,
        keep,
        lifetime,
        perOrigin,
        waiting,
        waitFor,
        headBytes,
        headFields);
  }
}
