package dev.varve.edge;

/// How a target stands, for people.
///
/// @param upstream the upstream's name
/// @param target the target's name in it
/// @param takes whether new requests may go there
/// @param up what active checks found
/// @param ejected whether it is left out for answering badly
/// @param breaker `closed`, `open` or `half-open`
/// @param active requests on their way to it
/// @param latencyMillis how fast it answered of late
public record UpstreamStatus(
    String upstream,
    String target,
    int weight,
    boolean takes,
    boolean enabled,
    boolean draining,
    boolean up,
    boolean ejected,
    String breaker,
    int active,
    double latencyMillis) {}
