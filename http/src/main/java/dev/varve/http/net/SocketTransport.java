package dev.varve.http.net;

/// A transport that is a socket of the kernel itself, and called by its loop.
///
/// The two kinds share no more than this: what they have alike is a few lines around how they learn
/// that something came, and an object for those would add 24 octets to the 307 of an idle
/// connection.
interface SocketTransport extends Transport {
  /// Its owner threw, maybe before there were events to tell.
  void crashed(RuntimeException bug);
}
