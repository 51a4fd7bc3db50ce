"""An application behind the chain: app.py; prints `port N`. HTTP/1.1 with kept connections, chunks, trailers, WebSocket."""
import base64
import hashlib
import http.server
import json
import struct


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    connections = 0

    def setup(self):
        super().setup()
        Handler.connections += 1

    def body(self):
        if self.headers.get("transfer-encoding", "").lower() == "chunked":
            parts = []
            while size := int(self.rfile.readline().split(b";")[0], 16):
                parts.append(self.rfile.read(size))
                self.rfile.readline()
            while self.rfile.readline().strip():
                pass
            return b"".join(parts)
        return self.rfile.read(int(self.headers.get("content-length", 0)))

    def answer(self, status, body, **headers):
        self.send_response(status)
        self.send_header("content-length", str(len(body)))
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def handle_any(self):
        path = self.path.split("?")[0]
        if path == "/ws":
            return self.websocket()
        body = self.body()
        if path == "/chunks":
            return self.chunks(int(self.path.split("?")[1]), trailers=False)
        if path == "/trailers":
            return self.chunks(3, trailers=True)
        if path == "/connections":
            return self.answer(200, str(Handler.connections).encode())
        if path == "/empty":
            return self.answer(204, b"")
        seen = {
            "method": self.command,
            "target": self.path,
            "host": self.headers.get("host"),
            "for": self.headers.get("x-forwarded-for"),
            "length": len(body),
            "sum": hashlib.sha256(body).hexdigest(),
        }
        self.answer(200, json.dumps(seen).encode(), content_type="application/json", x_twice="1")

    do_GET = do_HEAD = do_POST = do_PUT = do_DELETE = handle_any

    def chunks(self, count, trailers):
        self.send_response(200)
        self.send_header("transfer-encoding", "chunked")
        if trailers:
            self.send_header("trailer", "x-sum")
        self.end_headers()
        for number in range(count):
            piece = f"piece {number}\n".encode()
            self.wfile.write(b"%x\r\n%s\r\n" % (len(piece), piece))
        self.wfile.write(b"0\r\n" + (b"x-sum: 42\r\n" if trailers else b"") + b"\r\n")

    def websocket(self):
        key = self.headers["sec-websocket-key"] + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"
        self.send_response(101)
        self.send_header("upgrade", "websocket")
        self.send_header("connection", "upgrade")
        self.send_header("sec-websocket-accept", base64.b64encode(hashlib.sha1(key.encode()).digest()).decode())
        self.end_headers()
        self.close_connection = True
        while True:
            first, second = self.rfile.read(2)
            length = second & 127
            if length == 126:
                length = struct.unpack(">H", self.rfile.read(2))[0]
            mask = self.rfile.read(4)
            data = bytes(each ^ mask[i % 4] for i, each in enumerate(self.rfile.read(length)))
            head = bytes([first, length]) if length < 126 else bytes([first, 126]) + struct.pack(">H", length)
            self.wfile.write(head + data)
            if first & 15 == 8:
                return

    def log_message(self, *_):
        pass


server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
print(f"port {server.server_port}", flush=True)
server.serve_forever()
