// SPDX-License-Identifier: Apache-2.0
// FAILS: for the rest of an answer, or for the end
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.net.ProtocolException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/** What a client asks for. */
record HttpRequest(String method, URI target, Map<String, String> fields, byte[] body) {
    static HttpRequest of(Head head, byte[] body) throws ProtocolException {
        String[] words = head.first().split(" ", -1);
        if (words.length != 3 || !words[1].matches("/([^/].*)?") || !words[2].equals("HTTP/1.1")) {
            throw new ProtocolException("not a request line: " + head.first());
        }
        if (!head.fields().containsKey("Host")) {
            throw new ProtocolException("there is no Host");
        }
        try {
            return new HttpRequest(words[0], URI.create(words[1]), head.fields(), body);
        } catch (IllegalArgumentException e) {
            throw new ProtocolException("not a target: " + words[1]);
        }
    }
}

/** What a server answers. */
record HttpResponse(int status, Map<String, String> fields, byte[] body) {
    static HttpResponse text(int status, String text) {
        return new HttpResponse(status, Map.of("Content-Type", "text/plain; charset=utf-8"), text.getBytes(UTF_8));
    }

    String text() {
        return new String(body, UTF_8);
    }

    /** As it is sent. */
    ByteBuffer bytes(boolean last, boolean withBody) {
        Map<String, String> all = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        all.putAll(fields);
        all.put("Content-Length", String.valueOf(body.length));
        if (last) {
            all.put("Connection", "close");
        }
        StringBuilder head = new StringBuilder("HTTP/1.1 " + status + " \r\n");
        all.forEach((name, value) -> head.append(name + ": " + value + "\r\n"));
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes(head.append("\r\n").toString().getBytes(ISO_8859_1));
        bytes.writeBytes(withBody ? body : new byte[0]);
        return ByteBuffer.wrap(bytes.toByteArray());
    }
}

/** Answers the requests of one connection, one after the other, in their order. */
class HttpServer implements Protocol {
    private final Function<HttpRequest, Future<HttpResponse>> app;
    private final HeadParser parser = new HeadParser();
    private Transport transport;
    private ByteBuffer input = ByteBuffer.allocate(0);
    private Head head;
    private BodyReader body;
    private boolean busy;
    private boolean writable = true;
    private boolean last;

    HttpServer(Function<HttpRequest, Future<HttpResponse>> app) {
        this.app = app;
    }

    @Override
    public void connected(Transport transport) {
        this.transport = transport;
    }

    @Override
    public void received(ByteBuffer bytes) {
        if (!last) {
            input = ByteBuffer.allocate(input.remaining() + bytes.remaining())
                    .put(input)
                    .put(bytes)
                    .flip();
            next();
        }
    }

    @Override
    public void writable(boolean writable) {
        this.writable = writable;
        next();
    }

    @Override
    public void ended() {
        // it closes by itself
    }

    /** Begins with the next request, if it is complete. Reads no more until the answer before it is on its way. */
    private void next() {
        if (busy || !writable) {
            transport.pauseReading();
            return;
        }
        transport.resumeReading();
        if (last) {
            return;
        }
        try {
            if (head == null) {
                head = parser.add(input);
                body = head == null ? null : new BodyReader(head.fields());
            }
            if (head != null && body.add(input)) {
                HttpRequest request = HttpRequest.of(head, body.body());
                head = null;
                answer(request);
            }
        } catch (ProtocolException e) {
            last = true;
            send(HttpResponse.text(400, e.getMessage()), true);
        }
    }

    private void answer(HttpRequest request) {
        busy = true;
        transport.pauseReading();
        app.apply(request).onComplete((response, error) -> {
            busy = false;
            last = "close".equalsIgnoreCase(request.fields().get("Connection"));
            send(
                    error == null ? response : HttpResponse.text(500, "error"),
                    !request.method().equals("HEAD"));
            next();
        });
    }

    private void send(HttpResponse response, boolean withBody) {
        transport.write(response.bytes(last, withBody));
        if (last) {
            transport.end();
        }
    }
}
