"""Drives one way to the application: client.py NAME PORT HOST [trailers]. Says what went wrong, and how often it went well."""
import hashlib
import http.client
import json
import socket
import sys

from websockets.sync.client import connect

name, port, host = sys.argv[1], int(sys.argv[2]), sys.argv[3]
passes_trailers = "trailers" in sys.argv[4:]
done = []


def ask(connection, method, target, body=None, chunked=False, **headers):
    headers = {each.replace("_", "-"): value for each, value in headers.items()}
    connection.request(method, target, body, {"host": host, **headers}, encode_chunked=chunked)
    answer = connection.getresponse()
    return answer, answer.read()


def new():
    return http.client.HTTPConnection("127.0.0.1", port, timeout=20)


def case(function):
    try:
        function()
        done.append(function.__name__)
    except Exception as wrong:
        sys.exit(f"FAILS {name}: {function.__name__}: {wrong!r}")


@case
def targets_come_as_they_were_sent():
    answer, body = ask(new(), "GET", "/a%20b/c?x=%2F&y=a+b")
    seen = json.loads(body)
    assert answer.status == 200 and seen["target"] == "/a%20b/c?x=%2F&y=a+b", seen
    assert seen["host"] == host and "127.0.0.1" in seen["for"], seen


@case
def bodies_of_known_length():
    body = bytes(range(256)) * 8192
    for method in "POST", "PUT":
        answer, seen = ask(new(), method, "/upload", body)
        assert json.loads(seen)["sum"] == hashlib.sha256(body).hexdigest(), seen
        assert json.loads(seen)["method"] == method, seen


@case
def bodies_in_chunks():
    pieces = [b"x" * 70_000, b"y", b"z" * 300_000]
    answer, seen = ask(new(), "POST", "/upload", iter(pieces), chunked=True, transfer_encoding="chunked")
    assert json.loads(seen)["sum"] == hashlib.sha256(b"".join(pieces)).hexdigest(), seen


@case
def answers_in_chunks():
    answer, body = ask(new(), "GET", "/chunks?2000")
    assert body == b"".join(b"piece %d\n" % number for number in range(2000)), body[:100]


@case
def trailers():
    with socket.create_connection(("127.0.0.1", port), timeout=20) as raw:
        raw.sendall(f"GET /trailers HTTP/1.1\r\nhost: {host}\r\nte: trailers\r\nconnection: te, close\r\n\r\n".encode())
        text = b"".join(iter(lambda: raw.recv(65536), b""))
    assert text.startswith(b"HTTP/1.1 200") and b"piece 2\n" in text, text
    if passes_trailers:
        assert text.lower().endswith(b"x-sum: 42\r\n\r\n"), text


@case
def heads_and_empty_answers():
    connection = new()
    answer, body = ask(connection, "HEAD", "/")
    assert answer.status == 200 and body == b"" and int(answer.headers["content-length"]) > 0, answer.headers
    answer, body = ask(connection, "GET", "/empty")
    assert answer.status == 204 and body == b"", answer.status
    answer, body = ask(connection, "DELETE", "/thing", b"why")
    assert json.loads(body)["length"] == 3, body


@case
def connections_are_kept():
    connection = new()
    before = int(ask(connection, "GET", "/connections")[1])
    port_before = connection.sock.getsockname()
    for number in range(100):
        assert ask(connection, "GET", f"/{number}")[0].status == 200
    assert connection.sock.getsockname() == port_before, "the client's connection was not kept"
    opened = int(ask(connection, "GET", "/connections")[1]) - before
    assert opened <= 4, f"{opened} connections to the application for 100 requests"


@case
def requests_without_waiting():
    with socket.create_connection(("127.0.0.1", port), timeout=20) as raw:
        one = f"GET /pipelined HTTP/1.1\r\nhost: {host}\r\n\r\n"
        last = f"GET /last HTTP/1.1\r\nhost: {host}\r\nconnection: close\r\n\r\n"
        raw.sendall((one * 5 + last).encode())
        text = b"".join(iter(lambda: raw.recv(65536), b""))
    assert text.count(b'"/pipelined"') == 5 and text.count(b'"/last"') == 1, text


@case
def websocket():
    raw = socket.create_connection(("127.0.0.1", port), timeout=20)
    with connect(f"ws://{host}/ws", sock=raw, compression=None) as chat:
        for message in "short", "x" * 5_000, "ä" * 100:
            chat.send(message)
            assert chat.recv(timeout=20) == message


print(f"ok    {name}: {', '.join(done)}")
