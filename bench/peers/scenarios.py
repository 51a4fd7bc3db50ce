"""What is measured. A scenario is data: who takes part, what is asked, with which load generator."""

import dataclasses
import os
import tempfile


@dataclasses.dataclass(frozen=True)
class Scenario:
    name: str
    sentence: str
    servers: tuple
    tool: tuple
    path: str
    kind: str = "proxy"        # proxy, static, app or threads
    scheme: str = "http"
    http2: bool = False
    body: int = 200            # bytes of the answer
    warm: tuple = ()           # load for the warm-up, where it is another one

    def url(self, server):
        return f"{self.scheme}://127.0.0.1:{server.port}{self.path}"

    def only(self, names):
        return dataclasses.replace(self, servers=tuple(n for n in self.servers if n in names))


WRK = ("wrk", "-t1", "-c64", "--latency")
WRK_FEW = ("wrk", "-t1", "-c8", "--latency")
WRK_CLOSE = ("wrk", "-t1", "-c64", "--latency", "-H", "Connection: close")
H2_LOG = os.path.join(tempfile.gettempdir(), f"varve-bench-{os.getpid()}.log")
FIXED_RATE = ("h2load", "--h1", "-t1", "-c64", "--rps=125", "--log-file", H2_LOG)
H2_MANY = ("h2load", "-t1", "-c16", "-m16")
H2_ONE = ("h2load", "-t1", "-c64", "-m1")

SCENARIOS = {s.name: s for s in (
    Scenario("proxy", "P1, HTTP/1.1 proxy of 200 B, keep-alive", ("nginx", "haproxy", "caddy", "varve"), WRK, "/small"),
    Scenario("proxy-fixed", "P2, HTTP/1.1 proxy of 200 B at 8,000 requests a second", ("nginx", "varve"), FIXED_RATE, "/small", warm=WRK),
    Scenario("static", "P3, static file of 1 KB", ("nginx", "caddy", "varve"), WRK, "/1k.bin", kind="static", body=1024),
    Scenario("static-100k", "P4, static file of 100 KB", ("nginx", "caddy", "varve"), WRK, "/100k.bin", kind="static", body=102400),
    Scenario("static-10m", "P4, static file of 10 MiB", ("nginx", "caddy", "varve"), WRK_FEW, "/10m.bin", kind="static", body=10 << 20),
    Scenario("tls-proxy", "P6, TLS 1.3 proxy of 200 B, keep-alive", ("nginx", "haproxy", "varve"), WRK, "/small", scheme="https"),
    Scenario("tls-100k", "P7, TLS 1.3, static file of 100 KB", ("nginx", "varve"), WRK, "/100k.bin", kind="static", scheme="https", body=102400),
    Scenario("handshakes", "P8, TLS 1.3, a full handshake per request", ("nginx", "varve"), WRK_CLOSE, "/1k.bin", kind="static", scheme="https", body=1024),
    Scenario("h2-proxy", "P9, HTTP/2 in clear to HTTP/1.1, 16 connections of 16 streams", ("haproxy", "varve"), H2_MANY, "/small", http2=True),
    Scenario("h2-proxy-single", "P9, HTTP/2 in clear to HTTP/1.1, 64 connections of one stream", ("haproxy", "varve"), H2_ONE, "/small", http2=True),
    Scenario("h2-proxy-10k", "P9, HTTP/2 in clear to HTTP/1.1, bodies of 10 KB", ("haproxy", "varve"), H2_MANY, "/10k", http2=True, body=10240),
    Scenario("h2-proxy-tls", "P9, HTTP/2 over TLS to HTTP/1.1, 16 connections of 16 streams", ("haproxy", "varve"), H2_MANY, "/small", scheme="https", http2=True),
    Scenario("connections", "P10, one connection per request", ("nginx", "nginx-deferred", "varve"), WRK_CLOSE, "/1k.bin", kind="static", body=1024),
    Scenario("proxy-100k", "P11, 100 KB proxied", ("nginx", "haproxy", "varve"), WRK, "/100k", body=102400),
    Scenario("handler-text", "P13, an application's handler that says hello", ("vertx", "quarkus", "helidon", "varve"), WRK, "/text", kind="app", body=13),
    Scenario("handler-thread", "P13, the same on a virtual thread for each request", ("vertx", "quarkus", "helidon", "varve"), WRK, "/text", kind="threads", body=13),
    Scenario("handler-json", "P13, an application's handler that answers with JSON", ("vertx", "quarkus", "helidon", "varve"), WRK, "/json", kind="app", body=27),
)}
