// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.it;

/** Programs of Python's {@code h2}, which checks what its peer sends against a state machine of its own, and of {@code httpx}. */
final class PythonHttp2 {
    /**
     * A server of {@code h2}. Its page has padding in each DATA frame. What is posted comes back, behind a 103 and with trailers. On port
     * 444 it is Python's own server of HTTP/1.1.
     */
    static final String SERVER = """
            import asyncio, http.server, ssl, threading
            from h2 import config, connection, events

            PADDING = 7
            page = open("/srv/page.txt", "rb").read()

            class Peer(asyncio.Protocol):
                def connection_made(self, transport):
                    self.transport, self.methods, self.bodies, self.unsent = transport, {}, {}, {}
                    self.h2 = connection.H2Connection(config.H2Configuration(client_side=False, header_encoding="utf-8"))
                    self.h2.initiate_connection()
                    self.pump()

                def data_received(self, data):
                    for event in self.h2.receive_data(data):
                        self.take(event)
                    self.pump()

                def take(self, event):
                    if isinstance(event, events.RequestReceived):
                        self.methods[event.stream_id] = dict(event.headers)[":method"]
                        self.bodies[event.stream_id] = b""
                    elif isinstance(event, events.DataReceived):
                        self.bodies[event.stream_id] += event.data
                        self.h2.acknowledge_received_data(event.flow_controlled_length, event.stream_id)
                    elif isinstance(event, events.StreamEnded):
                        self.answer(event.stream_id)
                    elif isinstance(event, events.StreamReset):
                        self.unsent.pop(event.stream_id, None)

                def answer(self, stream):
                    method, body = self.methods.pop(stream), self.bodies.pop(stream)
                    if method == "POST":
                        self.h2.send_headers(stream, [(":status", "103"), ("link", "</style.css>")])
                        self.h2.send_headers(stream, [(":status", "200")])
                        self.unsent[stream] = body, [("x-sum", "done")]
                    else:
                        head = [(":status", "200"), ("content-length", str(len(page)))]
                        self.h2.send_headers(stream, head, end_stream=method == "HEAD")
                        if method != "HEAD":
                            self.unsent[stream] = page, None

                def pump(self):
                    for stream, (body, trailers) in list(self.unsent.items()):
                        room = self.room(stream)
                        while body and room > 0:
                            self.h2.send_data(stream, body[:room], pad_length=PADDING)
                            body, room = body[room:], self.room(stream)
                        self.unsent[stream] = body, trailers
                        if not body:
                            del self.unsent[stream]
                            if trailers:
                                self.h2.send_headers(stream, trailers, end_stream=True)
                            else:
                                self.h2.end_stream(stream)
                    self.transport.write(self.h2.data_to_send())

                def room(self, stream):
                    return min(self.h2.local_flow_control_window(stream), self.h2.max_outbound_frame_size) - PADDING - 1

            class OldServer(http.server.ThreadingHTTPServer):
                request_queue_size = 100

            class OldHandler(http.server.SimpleHTTPRequestHandler):
                protocol_version = "HTTP/1.1"

            def serve_old(tls):
                server = OldServer(("", 444), lambda *args: OldHandler(*args, directory="/srv"))
                # Each handshake is made by the thread of its connection.
                server.socket = tls.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
                threading.Thread(target=server.serve_forever, daemon=True).start()

            def context(*protocols):
                tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
                tls.load_cert_chain("/etc/peer/chain.pem", "/etc/peer/key.pem")
                tls.set_alpn_protocols(protocols)
                return tls

            async def main():
                loop = asyncio.get_running_loop()
                await loop.create_server(Peer, "", 80)
                await loop.create_server(Peer, "", 443, ssl=context("h2"))
                serve_old(context("http/1.1"))
                print("listening", flush=True)
                await asyncio.Future()

            asyncio.run(main())
            """;

    /** A client of {@code h2} for a {@link Backend}, whose URL is its argument. */
    static final String CLIENT = """
            import hashlib, socket, ssl, sys
            from urllib.parse import urlsplit
            from h2 import config, connection, errors, events

            class Client:
                def __init__(self, url):
                    self.url = urlsplit(url)
                    self.socket = socket.create_connection((self.url.hostname, self.url.port))
                    if self.url.scheme == "https":
                        tls = ssl.create_default_context(cafile="/etc/peer/ca.pem")
                        tls.set_alpn_protocols(["h2", "http/1.1"])
                        self.socket = tls.wrap_socket(self.socket, server_hostname=self.url.hostname)
                        assert self.socket.selected_alpn_protocol() == "h2"
                    self.socket.settimeout(60)
                    self.h2 = connection.H2Connection(config.H2Configuration(header_encoding="utf-8"))
                    self.h2.initiate_connection()
                    self.unsent, self.status, self.bodies, self.ended, self.pongs, self.resets, self.gone = {}, {}, {}, set(), [], {}, None

                def ask(self, path, body=None, trailers=None, method=None):
                    stream = self.h2.get_next_available_stream_id()
                    fields = [(":method", method or ("GET" if body is None else "POST")), (":scheme", self.url.scheme),
                        (":authority", self.url.netloc), (":path", path)]
                    self.h2.send_headers(stream, fields, end_stream=body is None)
                    if body is not None:
                        self.unsent[stream] = body, trailers
                    return stream

                def turn(self):
                    for stream, (body, trailers) in list(self.unsent.items()):
                        self.send(stream, body, trailers)
                    self.socket.sendall(self.h2.data_to_send())
                    data = self.socket.recv(65536)
                    assert data, "the connection has ended"
                    for event in self.h2.receive_data(data):
                        self.take(event)

                def room(self, stream):
                    return min(self.h2.local_flow_control_window(stream), self.h2.max_outbound_frame_size)

                def send(self, stream, body, trailers):
                    room = self.room(stream)
                    while body and room > 0:
                        self.h2.send_data(stream, body[:room], end_stream=len(body) <= room and not trailers)
                        body, room = body[room:], self.room(stream)
                    self.unsent[stream] = body, trailers
                    if not body:
                        del self.unsent[stream]
                        if trailers:
                            self.h2.send_headers(stream, trailers, end_stream=True)

                def take(self, event):
                    if isinstance(event, events.ResponseReceived):
                        self.status[event.stream_id] = dict(event.headers)[":status"]
                        self.bodies[event.stream_id] = b""
                    elif isinstance(event, events.DataReceived):
                        self.bodies[event.stream_id] += event.data
                        self.h2.acknowledge_received_data(event.flow_controlled_length, event.stream_id)
                    elif isinstance(event, events.StreamEnded):
                        self.ended.add(event.stream_id)
                    elif isinstance(event, events.StreamReset):
                        self.unsent.pop(event.stream_id, None)
                        self.resets[event.stream_id] = event.error_code
                    elif isinstance(event, events.PingAckReceived):
                        self.pongs.append(event.ping_data)
                    elif isinstance(event, events.ConnectionTerminated):
                        self.gone = event.error_code

                def until(self, done):
                    while not done():
                        self.turn()

                def all(self, streams):
                    self.until(lambda: self.ended.issuperset(streams))
                    assert {self.status[stream] for stream in streams} == {"200"}, self.status
                    return [self.bodies[stream] for stream in streams]

            client = Client(sys.argv[1])

            # Many at once, small and large.
            numbers = [client.ask(f"/numbers/{i}") for i in range(90)]
            zeros = [client.ask("/zeros/20") for i in range(3)]
            assert client.all(numbers) == [str(i).encode() for i in range(90)]
            assert [len(body) for body in client.all(zeros)] == [20 * 65536] * 3

            # Uploads beside each other, one with trailers.
            large = bytes(range(256)) * 8192
            uploads = [client.ask("/digest", large), client.ask("/digest", large, [("x-sum", "done")])]
            assert client.all(uploads) == [hashlib.sha256(large).hexdigest().encode()] * 2

            # One that is not wanted any more: the others go on.
            endless = client.ask("/zeros/1000000")
            client.until(lambda: client.bodies.get(endless))
            client.h2.reset_stream(endless, errors.ErrorCodes.CANCEL)
            assert client.all([client.ask("/numbers/7")]) == [b"7"]

            # Only the head.
            head = client.ask("/zeros/3", method="HEAD")
            assert client.all([head]) == [b""]

            # One that the server refuses early.
            refused = client.ask("/echo", bytes(20_000_000))
            client.until(lambda: refused in client.resets)
            assert client.status[refused] == "413" and client.resets[refused] == errors.ErrorCodes.NO_ERROR

            client.h2.ping(b"snowloop")
            client.until(lambda: client.pongs)
            assert client.pongs == [b"snowloop"]
            client.h2.close_connection()
            client.socket.sendall(client.h2.data_to_send())
            client.socket.settimeout(60)
            print("fine", len(client.ended))
            """;

    /**
     * A client of {@code httpx} for a {@link Backend}. Its arguments are the URL, and how it comes to know the version. It uploads one body
     * at a time. Of two uploads at the same time, one may read the WINDOW_UPDATE of the other. The other one then waits without an end
     * for a frame that has come already.
     */
    static final String HTTPX = """
            import asyncio, hashlib, sys
            import httpx

            url, modes = sys.argv[1], {"alpn": dict(http2=True), "known": dict(http2=True, http1=False), "old": dict()}

            async def pieces():
                for i in range(100):
                    yield bytes([i]) * 50_000

            async def main():
                options = dict(verify="/etc/peer/ca.pem", timeout=60, limits=httpx.Limits(max_connections=1))
                async with httpx.AsyncClient(base_url=url, **modes[sys.argv[2]], **options) as client:
                    first = await client.get("/")
                    print(first.http_version, first.text)
                    many = await asyncio.gather(*(client.get(f"/numbers/{i}") for i in range(200)))
                    assert [response.text for response in many] == [str(i) for i in range(200)]
                    large = await asyncio.gather(*(client.get("/zeros/20") for i in range(5)))
                    assert [len(response.content) for response in large] == [20 * 65536] * 5
                    digest = hashlib.sha256(b"".join([bytes([i]) * 50_000 for i in range(100)])).hexdigest()
                    uploads = [await client.post("/digest", content=pieces()) for i in range(3)]
                    assert [response.text for response in uploads] == [digest] * 3
                    assert (await client.head("/zeros/3")).status_code == 200
                    print("fine")

            asyncio.run(main())
            """;

    private PythonHttp2() {}

    /** The server, which is ready when it says so. */
    static PeerContainer server() {
        return PeerContainer.program(SERVER, "python3", "/etc/peer/server.py");
    }
}
