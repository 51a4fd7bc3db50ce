"""HTTP/3 against a running server, with aioquic: client.py PORT PORT_WITH_EARLY_DATA AUTHORITY_PEM."""
import asyncio
import ssl
import sys

from aioquic.asyncio.client import connect
from aioquic.asyncio.protocol import QuicConnectionProtocol
from aioquic.h3.connection import H3_ALPN, H3Connection
from aioquic.h3.events import DataReceived, HeadersReceived
from aioquic.quic.configuration import QuicConfiguration
from aioquic.quic.packet import QuicPacketType, pull_quic_header
from aioquic.buffer import Buffer

PORT, EARLY, AUTHORITY = int(sys.argv[1]), int(sys.argv[2]), sys.argv[3]
HOST, NAME = "127.0.0.1", "one.test"
TICKETS = []


class Client(QuicConnectionProtocol):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.http = H3Connection(self._quic)
        self.waiting = {}
        self.answers = {}
        self.packets = []

    def datagram_received(self, data, addr):
        try:
            self.packets.append(pull_quic_header(Buffer(data=data), host_cid_length=8).packet_type)
        except ValueError:
            pass
        super().datagram_received(data, addr)

    def quic_event_received(self, event):
        for each in self.http.handle_event(event):
            if isinstance(each, (HeadersReceived, DataReceived)):
                status, body = self.answers.get(each.stream_id, ([], b""))
                if isinstance(each, HeadersReceived):
                    status = status + each.headers
                else:
                    body += each.data
                self.answers[each.stream_id] = (status, body)
                done = self.waiting.get(each.stream_id)
                if each.stream_ended and done and not done.done():
                    done.set_result(self.answers[each.stream_id])

    def ask(self, method, path, body=None):
        stream = self._quic.get_next_available_stream_id()
        self.waiting[stream] = asyncio.get_running_loop().create_future()
        head = [(b":method", method), (b":scheme", b"https"), (b":authority", NAME.encode()), (b":path", path)]
        self.http.send_headers(stream, head, end_stream=body is None)
        if body is not None:
            self.http.send_data(stream, body, end_stream=True)
        self.transmit()
        return asyncio.wait_for(self.waiting[stream], 10)


def configuration():
    made = QuicConfiguration(is_client=True, alpn_protocols=H3_ALPN, server_name=NAME)
    made.load_verify_locations(AUTHORITY)
    made.verify_mode = ssl.CERT_REQUIRED
    if TICKETS:
        made.session_ticket = TICKETS[-1]
    return made


def check(what, truth):
    print(("ok   " if truth else "FAIL ") + what)
    if not truth:
        sys.exit(1)


def status(answer):
    return dict(answer[0])[b":status"]


async def started():
    for _ in range(600):
        try:
            _, writer = await asyncio.open_connection(HOST, EARLY)
            writer.close()
            return
        except OSError:
            await asyncio.sleep(0.1)
    check("the server starts", False)


async def main():
    await started()
    options = dict(create_protocol=Client, session_ticket_handler=TICKETS.append)
    async with connect(HOST, PORT, configuration=configuration(), **options) as client:
        check("the server asks for proof of the address (Retry)", QuicPacketType.RETRY in client.packets)
        answer = await client.ask(b"GET", b"/hello")
        check("GET of a page", status(answer) == b"200" and answer[1] == b"hello over HTTP/3")
        answer = await client.ask(b"GET", b"/files/large.bin")
        check("GET of 1 MiB", status(answer) == b"200" and answer[1] == b"x" * (1 << 20))
        answer = await client.ask(b"POST", b"/echo", b"y" * 100_000)
        check("POST of 100,000 octets", status(answer) == b"200" and answer[1] == b"taken")
        answers = await asyncio.gather(*(client.ask(b"GET", b"/hello") for _ in range(50)))
        check("50 requests at a time", all(status(each) == b"200" for each in answers))
    TICKETS.clear()
    async with connect(HOST, EARLY, configuration=configuration(), **options) as client:
        answer = await client.ask(b"GET", b"/hello")
        check("no Retry where nobody asked for it", QuicPacketType.RETRY not in client.packets)
        await asyncio.sleep(0.2)
    check("a ticket came", len(TICKETS) > 0)
    for method, body, expected in ((b"GET", None, b"200"), (b"POST", b"z", b"425")):
        made = configuration()
        async with connect(HOST, EARLY, configuration=made, wait_connected=False, **options) as client:
            # The hello leaves in a packet of its own; the request follows without waiting.
            client.transmit()
            answer = await client.ask(method, b"/hello", body)
            check("early data is accepted", client._quic.tls.early_data_accepted)
            check(method.decode() + " in early data gets " + expected.decode(), status(answer) == expected)


asyncio.run(main())
