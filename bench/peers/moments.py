"""What is measured by looking at Varve alone: how soon it answers, and what an idle connection costs it."""

import dataclasses
import os
import socket
import ssl
import statistics
import tempfile
import time

from scenarios import SCENARIOS
from servers import Backend, start_server

CONTEXT = ssl._create_unverified_context()
SETTLED = 6  # longer than what the JVM waits before it gives memory back
CLIENTS = 5
IDLE = 900  # of each client, which may have 1,000 open by default
REQUEST = b"GET /1k.bin HTTP/1.1\r\nHost: localhost\r\n\r\n"
# RFC 9113: preface, empty SETTINGS, and HEADERS of stream 1 with the same request (RFC 7541, 6.1 and 6.2.1)
FIELDS = b"\x82\x86\x44\x07/1k.bin\x41\x09localhost"
REQUEST_2 = (b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n" + b"\0\0\0\4\0\0\0\0\0"
             + b"\0\0" + bytes([len(FIELDS)]) + b"\1\5\0\0\0\1" + FIELDS)


def private_kib(pid):
    with open(f"/proc/{pid}/smaps_rollup", encoding="ascii") as f:
        return sum(int(line.split()[1]) for line in f if line.startswith("Private"))


def answered(port):
    try:
        with socket.create_connection(("127.0.0.1", port), 1) as s:
            s.sendall(REQUEST)
            return s.recv(12).endswith(b"200")
    except OSError:
        return False


class Start:
    """P16: from the call of the program to its first answer."""
    name = "start"
    sentence = "P16, milliseconds from the start of the program to its first answer"

    def run(self, rounds):
        return {way: [self.once(options) for _ in range(rounds)]
                for way, options in (("with its cache", ""), ("without", "-XX:AOTMode=off"))}

    def once(self, options):
        scenario = SCENARIOS["static"]
        with tempfile.TemporaryDirectory(prefix="varve-bench-") as work:
            os.chmod(work, 0o755)
            backend = Backend(work, scenario)
            os.environ["VARVE_JAVA_OPTS"] = options
            began = time.monotonic()
            server = start_server("varve", work, scenario)
            try:
                while not answered(server.port):
                    if time.monotonic() - began > 30:
                        raise SystemExit("varve does not answer")
                    time.sleep(0.002)
                return (time.monotonic() - began) * 1000
            finally:
                server.stop()
                backend.stop()
                os.environ["VARVE_JAVA_OPTS"] = ""

    def table(self, results):
        lines = [f"### {self.name}: {self.sentence}", "", "| cache of classes | median | least | most |", "|---|---|---|---|"]
        lines += [f"| {way} | {statistics.median(t):.0f} | {min(t):.0f} | {max(t):.0f} |" for way, t in results.items()]
        return "\n".join(lines) + "\n"


class Idle:
    """P15: what thousands of kept connections that do nothing cost in user space."""
    name = "idle"
    sentence = f"P15, KiB of user space for each of {CLIENTS * IDLE:,} idle kept connections of {CLIENTS} clients"

    def run(self, rounds):
        return {way: self.some(rounds, scheme, request)
                for way, scheme, request in (("HTTP/1.1", "http", REQUEST), ("HTTP/1.1 over TLS", "https", REQUEST),
                                             ("HTTP/2", "http", REQUEST_2))}

    def some(self, rounds, scheme, request):
        scenario = dataclasses.replace(SCENARIOS["static"], scheme=scheme)
        with tempfile.TemporaryDirectory(prefix="varve-bench-") as work:
            os.chmod(work, 0o755)
            backend = Backend(work, scenario)
            server = start_server("varve", work, scenario)
            try:
                server.wait_ready(scenario)
                for _ in range(2):  # warm-up: heap and native tables grow to their size
                    self.fill(server, scheme, request)
                return [self.fill(server, scheme, request) for _ in range(rounds)]
            finally:
                server.stop()
                backend.stop()

    @staticmethod
    def connect(client, port, scheme):
        s = socket.create_connection(("127.0.0.1", port), 5, (f"127.0.0.{client + 2}", 0))
        return CONTEXT.wrap_socket(s) if scheme == "https" else s

    def fill(self, server, scheme, request):
        before = private_kib(server.pid)
        held = []
        try:
            for i in range(CLIENTS * IDLE):
                s = self.connect(i % CLIENTS, server.port, scheme)
                held.append(s)
                s.sendall(request)
                left = 1024  # the body at least, and what there is of the head
                while left > 0:
                    piece = s.recv(4096)
                    if not piece:
                        raise SystemExit(f"varve closed connection {len(held)}")
                    left -= len(piece)
            time.sleep(SETTLED)
            return (private_kib(server.pid) - before) / len(held)
        finally:
            for s in held:
                s.close()
            time.sleep(SETTLED)

    def table(self, results):
        lines = [f"### {self.name}: {self.sentence}", "", "| protocol | median | least | most |", "|---|---|---|---|"]
        lines += [f"| {way} | {statistics.median(rows):.2f} | {min(rows):.2f} | {max(rows):.2f} |" for way, rows in results.items()]
        return "\n".join(lines) + "\n"


MOMENTS = {moment.name: moment for moment in (Start(), Idle())}
