package dev.varve.http;

import dev.varve.base.Check;

/// How much a client may send, and how many clients there may be. A listener has one of these; the
/// body's limit can be changed for one exchange.
///
/// @param targetBytes longest request target; beyond it 414
/// @param headBytes largest block of header or trailer fields, as decoded; beyond it 431
/// @param headFields most header or trailer fields; beyond it 431
/// @param bodyBytes largest request body; beyond it 413
/// @param drainBytes most bytes of an unread request body read and thrown away to keep the
///   connection
/// @param requests most requests on one connection, which then ends as if its listener drained
/// @param connections most connections of the listener; beyond it 503
/// @param connectionsPerAddress most connections of one IPv4 address or IPv6 /64; beyond it 503
/// @param streams most concurrent requests on one HTTP/2 or HTTP/3 connection
public record ServerLimits(
    int targetBytes,
    int headBytes,
    int headFields,
    long bodyBytes,
    int drainBytes,
    int requests,
    int connections,
    int connectionsPerAddress,
    int streams) {
  public static final ServerLimits DEFAULT =
      new ServerLimits(8 << 10, 32 << 10, 128, 10L << 20, 256 << 10, 1_000_000, 65_536, 8_192, 128);

  public ServerLimits {
    Check.within("limits.targetBytes", targetBytes, 64, 1 << 20);
    Check.within("limits.headBytes", headBytes, 256, 1 << 20);
    Check.within("limits.headFields", headFields, 1, 10_000);
    Check.within("limits.bodyBytes", bodyBytes, 0L, Long.MAX_VALUE);
    Check.within("limits.drainBytes", drainBytes, 0, 1 << 30);
    Check.within("limits.requests", requests, 1, Integer.MAX_VALUE);
    Check.within("limits.connections", connections, 1, 10_000_000);
    Check.within("limits.connectionsPerAddress", connectionsPerAddress, 1, 10_000_000);
    Check.within("limits.streams", streams, 1, 10_000);
  }

  public ServerLimits withTargetBytes(int bytes) {
    return new ServerLimits(
        bytes,
        headBytes,
        headFields,
        bodyBytes,
        drainBytes,
        requests,
        connections,
        connectionsPerAddress,
        streams);
  }

  public ServerLimits withHead(int bytes, int fields) {
    return new ServerLimits(
        targetBytes,
        bytes,
        fields,
        bodyBytes,
        drainBytes,
        requests,
        connections,
        connectionsPerAddress,
        streams);
  }

  public ServerLimits withBodyBytes(long bytes) {
    return new ServerLimits(
        targetBytes,
        headBytes,
        headFields,
        bytes,
        drainBytes,
        requests,
        connections,
        connectionsPerAddress,
        streams);
  }

  public ServerLimits withDrainBytes(int bytes) {
    return new ServerLimits(
        targetBytes,
        headBytes,
        headFields,
        bodyBytes,
        bytes,
        requests,
        connections,
        connectionsPerAddress,
        streams);
  }

  public ServerLimits withRequests(int most) {
    return new ServerLimits(
        targetBytes,
        headBytes,
        headFields,
        bodyBytes,
        drainBytes,
        most,
        connections,
        connectionsPerAddress,
        streams);
  }

  public ServerLimits withConnections(int most, int perAddress) {
    return new ServerLimits(
        targetBytes,
        headBytes,
        headFields,
        bodyBytes,
        drainBytes,
        requests,
        most,
        perAddress,
        streams);
  }

  public ServerLimits withStreams(int most) {
    return new ServerLimits(
        targetBytes,
        headBytes,
        headFields,
        bodyBytes,
        drainBytes,
        requests,
        connections,
        connectionsPerAddress,
        most);
  }
}
