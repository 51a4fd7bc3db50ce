"""Measures Varve beside its peers: CPU microseconds per request, in turn, in one run.

The server under test is pinned to one core, load generator and backend to the other. The figure is the growth of
user+system time of the server's process tree divided by completed requests. Servers run in turn, A B B A; the result is
the median of the ratios paired by round. A run with errors is void.

Warm-up comes in bursts of two seconds: connections that come and go are part of what a compiler has to see, and one long
burst leaves it to the first rounds to learn that connections end. Where the load is held down, the warm-up is not: a JVM
would still be compiling after minutes, and that is not what is asked.
"""

import argparse
import json
import os
import platform
import re
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import time

from scenarios import SCENARIOS
from moments import MOMENTS
from servers import Backend, start_server

BURST = 2
# What the load generator offers, so that all servers encrypt with the same cipher.
ONE_CIPHER = os.path.join(os.path.dirname(os.path.abspath(__file__)), "one-cipher.cnf")
TICKS = os.sysconf("SC_CLK_TCK")
NEEDED = {"nginx": "nginx", "haproxy": "haproxy", "caddy": "caddy", "wrk": "wrk", "h2load": "nghttp2-client",
          "taskset": "util-linux"}


def process_tree(pid):
    pids = [pid]
    for p in pids:
        try:
            for task in os.listdir(f"/proc/{p}/task"):
                with open(f"/proc/{p}/task/{task}/children") as f:
                    pids += [int(c) for c in f.read().split()]
        except OSError:
            pass
    return pids


def cpu_seconds(pids):
    user = system = 0
    for pid in pids:
        try:
            with open(f"/proc/{pid}/stat") as f:
                fields = f.read().rsplit(")", 1)[1].split()
        except OSError:
            continue
        user += int(fields[11])
        system += int(fields[12])
    return user / TICKS, system / TICKS


def memory_mib(pids):
    total = 0
    for pid in pids:
        try:
            with open(f"/proc/{pid}/smaps_rollup") as f:
                total += int(re.search(r"^Pss:\s+(\d+)", f.read(), re.M)[1])
        except (OSError, TypeError):
            pass
    return total / 1024


def shown(command):
    """For a table that others repeat: the log's place is this machine's affair."""
    return " ".join("FILE" if before == "--log-file" else word for before, word in zip(("", *command), command))


def milliseconds(text):
    if not text:
        return None
    number, unit = re.match(r"([\d.]+)(us|ms|s|m)", text).groups()
    return float(number) * {"us": 0.001, "ms": 1, "s": 1000, "m": 60000}[unit]


def request_times(command):
    """p50 and p99 in ms out of the log of h2load, where it was told to write one."""
    if "--log-file" not in command:
        return None, None
    path = command[command.index("--log-file") + 1]
    with open(path, encoding="ascii") as f:
        times = sorted(int(line.split()[2]) for line in f)
    os.unlink(path)  # h2load adds to what is there
    return times[len(times) // 2] / 1000, times[len(times) * 99 // 100] / 1000


def load(tool, url, seconds):
    """One bounded burst of load. Returns completed, per second, errors, p50 and p99 in ms."""
    bound = ["-D", str(seconds)] if tool[0] == "h2load" else ["-d", f"{seconds}s"]
    command = ["taskset", "-c", "1", *tool, *bound, url]
    done = subprocess.run(command, env={**os.environ, "OPENSSL_CONF": ONE_CIPHER}, capture_output=True, text=True, timeout=seconds + 40, check=False)
    text = done.stdout + done.stderr
    if tool[0] == "h2load":
        p50, p99 = request_times(command)
        counts = re.search(r"requests: (\d+) total, \d+ started, \d+ done, (\d+) succeeded, (\d+) failed, (\d+) errored", text)
        if not counts:
            return None
        rate = float(re.search(r"finished in [\d.]+\w+, ([\d.]+) req/s", text)[1])
        bad = re.search(r"status codes: \d+ 2xx, (\d+) 3xx, (\d+) 4xx, (\d+) 5xx", text)
        errors = int(counts[4]) + sum(int(bad[i]) for i in (1, 2, 3))
        return int(counts[2]), rate, errors, p50, p99
    completed = re.search(r"(\d+) requests in", text)
    if not completed:
        return None
    rate = float(re.search(r"Requests/sec:\s+([\d.]+)", text)[1])
    errors = 0
    bad = re.search(r"Non-2xx or 3xx responses: (\d+)", text)
    if bad:
        errors += int(bad[1])
    sockets = re.search(r"Socket errors: connect (\d+), read (\d+), write (\d+), timeout (\d+)", text)
    if sockets:
        errors += sum(int(n) for n in sockets.groups())
    p50 = re.search(r"^\s+50%\s+(\S+)", text, re.M)
    p99 = re.search(r"^\s+99%\s+(\S+)", text, re.M)
    return int(completed[1]), rate, errors, milliseconds(p50 and p50[1]), milliseconds(p99 and p99[1])


def measure(server, tool, url, seconds):
    pids = process_tree(server.pid)
    before = cpu_seconds(pids)
    result = load(tool, url, seconds)
    pids = process_tree(server.pid)
    after = cpu_seconds(pids)
    if result is None or result[0] == 0:
        raise SystemExit(f"{server.name}: no answer from the load generator for {url}")
    completed, rate, errors, p50, p99 = result
    return {"user": (after[0] - before[0]) * 1e6 / completed, "system": (after[1] - before[1]) * 1e6 / completed,
            "rate": rate, "errors": errors, "p50": p50, "p99": p99, "memory": memory_mib(pids)}


def run(scenario, rounds, seconds, warmup):
    work = tempfile.mkdtemp(prefix="varve-bench-")
    os.chmod(work, 0o755)  # workers of peers may run as another user
    started = []
    results = {}
    try:
        backend = Backend(work, scenario)
        started.append(backend)
        servers = [start_server(name, work, scenario) for name in scenario.servers]
        started += servers
        for server in servers:
            server.wait_ready(scenario)
            for _ in range(max(1, warmup // BURST if server.is_java else 1)):
                load(scenario.warm or scenario.tool, scenario.url(server), BURST)
            results[server.name] = []
        for turn in range(rounds):
            for server in servers if turn % 2 == 0 else servers[::-1]:
                results[server.name].append(measure(server, scenario.tool, scenario.url(server), seconds))
    finally:
        for process in started:
            process.stop()
        shutil.rmtree(work, ignore_errors=True)
    return results


def median(rows, key):
    values = [row[key] for row in rows if row[key] is not None]
    return statistics.median(values) if values else None


def total(row):
    return row["user"] + row["system"]


def table(scenario, results, options):
    lines = [f"### {scenario.name}: {scenario.sentence}", "",
             f"`bench/run {scenario.name} --rounds {options.rounds} --seconds {options.seconds} --warmup {options.warmup}`; load: `{shown(scenario.tool)}`", "",
             "| server | CPU us/request | user | system | Varve's ratio to it (min to max) | requests/s | p50 ms | p99 ms | MiB | errors |",
             "|---|---|---|---|---|---|---|---|---|---|"]
    varve = results["varve"]
    for name, rows in results.items():
        ratios = [total(ours) / total(theirs) for ours, theirs in zip(varve, rows)]
        ratio = "" if name == "varve" else f"{statistics.median(ratios):.2f} ({min(ratios):.2f} to {max(ratios):.2f})"
        show = lambda key, form: "" if median(rows, key) is None else form.format(median(rows, key))
        lines.append(f"| {name} | {statistics.median(map(total, rows)):.2f} | {median(rows, 'user'):.2f} | "
                     f"{median(rows, 'system'):.2f} | {ratio} | {median(rows, 'rate'):.0f} | {show('p50', '{:.2f}')} | "
                     f"{show('p99', '{:.2f}')} | {median(rows, 'memory'):.0f} | {sum(r['errors'] for r in rows)} |")
    return "\n".join(lines) + "\n"


def chosen(name, only):
    scenario = SCENARIOS[name]
    if only:
        scenario = scenario.only(["varve", *only.split(",")])
    needed = {server.split("-")[0] for server in scenario.servers} | {scenario.tool[0], "nginx", "taskset"}
    missing = sorted({NEEDED[t] for t in needed if t in NEEDED and not shutil.which(t)})
    if missing:
        raise SystemExit("missing Debian packages: " + " ".join(missing))
    return scenario


def main():
    parser = argparse.ArgumentParser(prog="bench/run", description="Varve beside its peers.")
    parser.add_argument("scenario", nargs="*", help="which; none prints the list")
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--seconds", type=int, default=3)
    parser.add_argument("--warmup", type=int, default=24, help="seconds of load, in bursts, before servers on a JVM are measured")
    parser.add_argument("--only", help="servers to compare with, separated by commas")
    options = parser.parse_args()
    if not options.scenario:
        for scenario in SCENARIOS.values():
            print(f"{scenario.name:16} {scenario.sentence}  ({', '.join(scenario.servers)})")
        for moment in MOMENTS.values():
            print(f"{moment.name:16} {moment.sentence}  (varve)")
        return
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    for name in options.scenario:
        if name not in SCENARIOS and name not in MOMENTS:
            raise SystemExit(f"unknown scenario {name}; known: {', '.join([*SCENARIOS, *MOMENTS])}")
        if name in MOMENTS:
            results = MOMENTS[name].run(options.rounds)
            print(MOMENTS[name].table(results), flush=True)
        else:
            scenario = chosen(name, options.only)
            results = run(scenario, options.rounds, options.seconds, options.warmup)
            print(table(scenario, results, options), flush=True)
        out = os.path.join(os.path.dirname(__file__), "..", "results")
        os.makedirs(out, exist_ok=True)
        with open(os.path.join(out, name + ".json"), "w", encoding="utf-8") as f:
            json.dump({"scenario": name, "machine": platform.platform(), "cores": os.cpu_count(), "results": results}, f, indent=1)


if __name__ == "__main__":
    main()
