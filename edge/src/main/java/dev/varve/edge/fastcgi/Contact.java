package dev.varve.edge.fastcgi;

import dev.varve.edge.upstream.Place;
import java.net.SocketAddress;

/// A server that was chosen, and where it listens.
record Contact(Place place, SocketAddress address) {}
