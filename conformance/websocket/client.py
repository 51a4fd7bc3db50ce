"""Talks to the echo server of the http module with a client that is not ours (PyPI: websockets)."""
import asyncio
import os
import sys

import websockets
from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed, InvalidStatus

URL = f"ws://127.0.0.1:{sys.argv[1]}/"
done = []


def check(name, holds):
    done.append(name)
    if not holds:
        raise SystemExit(f"failed: {name}")


async def messages(compression):
    async with connect(URL, compression=compression, subprotocols=["x", "echo"], max_size=None) as socket:
        check("subprotocol", socket.subprotocol == "echo")
        for size in (0, 1, 125, 126, 127, 65535, 65536, 500_000):
            text = "aü€😀"[: size % 4 + 1] + "x" * size
            await socket.send(text)
            check(f"text of {size}", await socket.recv() == text)
            data = os.urandom(size)
            await socket.send(data)
            check(f"bytes of {size}", await socket.recv() == data)
        await socket.send(["one ", "two ", "three"])
        check("fragments", await socket.recv() == "one two three")
        await socket.send([b"1", b"", b"2"])
        check("empty fragments", await socket.recv() == b"12")
        check("ping", await asyncio.wait_for(await socket.ping(b"sign"), 5) >= 0)
        for i in range(2_000):
            await socket.send(f"message {i}")
            if i % 50 == 49:
                for j in range(i - 49, i + 1):
                    check("order", await socket.recv() == f"message {j}")
        await socket.close(4001, "bye ü")
        check("close code", (socket.close_code, socket.close_reason) == (4001, "bye ü"))


async def closed_with(code, act):
    async with connect(URL, compression=None) as socket:
        await act(socket)
        try:
            await asyncio.wait_for(socket.recv(), 5)
            check(f"closed with {code}", False)
        except ConnectionClosed as closed:
            check(f"closed with {code}", closed.rcvd is not None and closed.rcvd.code == code)


async def too_big(socket):
    await socket.send("x" * (1 << 20) + "x")


async def raw(socket, data):
    socket.transport.write(data)


async def refused():
    import urllib.request
    import urllib.error

    try:
        await asyncio.to_thread(urllib.request.urlopen, f"http://127.0.0.1:{sys.argv[1]}/")
        check("plain request refused", False)
    except urllib.error.HTTPError as error:
        check("plain request refused", error.code == 426 and error.headers["sec-websocket-version"] == "13")


async def main():
    await messages(None)
    await messages("deflate")
    await closed_with(1009, too_big)
    await closed_with(1002, lambda s: raw(s, bytes.fromhex("8b8000000000")))  # opcode 11
    await closed_with(1002, lambda s: raw(s, bytes.fromhex("8100")))  # not masked
    await closed_with(1007, lambda s: raw(s, bytes.fromhex("818100000000ff")))  # not UTF-8
    await refused()
    print(f"{len(set(done))} kinds of checks passed with websockets {websockets.__version__}")


asyncio.run(main())
