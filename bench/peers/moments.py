"""What is measured by looking at Varve alone: how soon it answers, and what an idle connection costs it."""

import os
import socket
import statistics
import tempfile
import time

from scenarios import SCENARIOS
from servers import Backend, start_server

IDLE = 900  # what one client may have open by default is 1,000
REQUEST = b"GET /1k.bin HTTP/1.1\r\nHost: localhost\r\n\r\n"


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
    sentence = f"P15, KiB of user space for each of {IDLE:,} idle kept connections"

    def run(self, rounds):
        scenario = SCENARIOS["static"]
        with tempfile.TemporaryDirectory(prefix="varve-bench-") as work:
            os.chmod(work, 0o755)
            backend = Backend(work, scenario)
            server = start_server("varve", work, scenario)
            try:
                server.wait_ready(scenario)
                self.fill(server)  # the first round is warm-up: heap and native tables grow to their size
                return {"varve": [self.fill(server) for _ in range(rounds)]}
            finally:
                server.stop()
                backend.stop()

    @staticmethod
    def fill(server):
        before = private_kib(server.pid)
        held = []
        try:
            for _ in range(IDLE):
                s = socket.create_connection(("127.0.0.1", server.port), 5)
                held.append(s)
                s.sendall(REQUEST)
                left = 1024  # the body at least, and what there is of the head
                while left > 0:
                    piece = s.recv(4096)
                    if not piece:
                        raise SystemExit(f"varve closed connection {len(held)}")
                    left -= len(piece)
            time.sleep(1)
            return (private_kib(server.pid) - before) / IDLE
        finally:
            for s in held:
                s.close()
            time.sleep(1)

    def table(self, results):
        rows = results["varve"]
        return (f"### {self.name}: {self.sentence}\n\n| median | least | most |\n|---|---|---|\n"
                f"| {statistics.median(rows):.2f} | {min(rows):.2f} | {max(rows):.2f} |\n")


MOMENTS = {moment.name: moment for moment in (Start(), Idle())}
