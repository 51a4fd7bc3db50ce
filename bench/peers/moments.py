"""What is measured by looking at Varve alone: how soon it answers, and what an idle connection costs it."""

import dataclasses
import os
import re
import socket
import ssl
import statistics
import subprocess
import tempfile
import time

from scenarios import SCENARIOS
from servers import Backend, java, start_server

CONTEXT = ssl._create_unverified_context()
CLIENTS = 3
IDLE = 900  # of each client, which may have 1,000 open by default
REQUEST = b"GET /1k.bin HTTP/1.1\r\nHost: localhost\r\n\r\n"
# RFC 9113: preface, empty SETTINGS, and HEADERS of stream 1 with the same request (RFC 7541, 6.1 and 6.2.1)
FIELDS = b"\x82\x86\x44\x07/1k.bin\x41\x09localhost"
REQUEST_2 = (b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n" + b"\0\0\0\4\0\0\0\0\0"
             + b"\0\0" + bytes([len(FIELDS)]) + b"\1\5\0\0\0\1" + FIELDS)


def jcmd(pid, *words):
    tool = os.path.join(os.path.dirname(java()), "jcmd")
    return subprocess.run([tool, str(pid), *words], check=True, capture_output=True, text=True, timeout=60).stdout


def held_kib(pid):
    """What is alive in the heap after a collection, and all private memory beside the heap after a trim."""
    jcmd(pid, "GC.run")
    jcmd(pid, "System.trim_native_heap")
    spaces = re.findall(r"(?:DefNew|Tenured)\s+total \d+K, used (\d+)K \[(0x\w+), 0x\w+, (0x\w+)\)", jcmd(pid, "GC.heap_info"))
    low, high = int(spaces[0][1], 16), int(spaces[1][2], 16)
    beside = 0
    inside = False
    with open(f"/proc/{pid}/smaps", encoding="ascii") as f:
        for line in f:
            mapping = re.match(r"([0-9a-f]+)-[0-9a-f]+ ", line)
            if mapping:
                inside = low <= int(mapping[1], 16) < high
            elif line.startswith("Private") and not inside:
                beside += int(line.split()[1])
    return sum(int(space[0]) for space in spaces), beside


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
    sentence = f"P15, KiB for each of {CLIENTS * IDLE:,} idle kept connections ({IDLE} over TLS), after a collection and a trim"

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
                for _ in range(3):  # warm-up: native tables grow to their size, code is compiled
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
        before = held_kib(server.pid)
        held = []
        try:
            clients = 1 if scheme == "https" else CLIENTS  # the load generator's handshakes take their time
            for i in range(clients * IDLE):
                s = self.connect(i % clients, server.port, scheme)
                held.append(s)
                s.sendall(request)
                left = 1024  # the body at least, and what there is of the head
                while left > 0:
                    piece = s.recv(4096)
                    if not piece:
                        raise SystemExit(f"varve closed connection {len(held)}")
                    left -= len(piece)
            return [(now - then) / len(held) for now, then in zip(held_kib(server.pid), before)]
        finally:
            for s in held:
                s.close()
            time.sleep(1)

    def table(self, results):
        lines = [f"### {self.name}: {self.sentence}", "",
                 "| protocol | heap, median | least | most | beside the heap, median | least | most |", "|---|---|---|---|---|---|---|"]
        for way, rows in results.items():
            shown = [f"{of(part):.2f}" for part in zip(*rows) for of in (statistics.median, min, max)]
            lines.append(f"| {way} | {' | '.join(shown)} |")
        return "\n".join(lines) + "\n"


MOMENTS = {moment.name: moment for moment in (Start(), Idle())}
