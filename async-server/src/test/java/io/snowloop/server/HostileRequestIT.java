// SPDX-License-Identifier: Apache-2.0
package io.snowloop.server;

import static io.snowloop.server.SocketClient.statusCodes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.snowloop.http.Response;
import java.io.IOException;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Requests that two servers might read in two ways, and others that are none: each is refused, with the connection, so
 * that what comes behind it is never taken for a request.
 *
 * <p>In the tables a line end stands for CRLF, and {@code $} for a bare LF.
 */
@DisplayName("A hostile request")
class HostileRequestIT {
    private static final String SECOND = "GET /second HTTP/1.1\nHost: a\n\n";
    private static final String POST = "POST /read HTTP/1.1\nHost: a\n";
    private static final String CHUNKED = POST + "Transfer-Encoding: chunked\n\n";

    private static final Queue<String> SEEN = new ConcurrentLinkedQueue<>();
    private static Server server;

    @BeforeAll
    static void listen() throws IOException {
        Snow app = new Snow().regex(".*", request -> {
            SEEN.add(request.path());
            return Response.text("read " + request.text().length());
        });
        server = app.listen(0);
    }

    @AfterAll
    static void close() {
        server.close();
    }

    @AfterEach
    void forget() {
        SEEN.clear();
    }

    static Stream<Arguments> refused() {
        return Stream.of(
                // Where the body ends: RFC 9112 §6.3, §11.2
                arguments("CL.TE", 400, POST + "Content-Length: 6\nTransfer-Encoding: chunked\n\n0\n\nG"),
                arguments("TE.CL", 400, POST + "Transfer-Encoding: chunked\nContent-Length: 3\n\n8\nSMUGGLED\n0\n\n"),
                arguments("TE.TE, two fields", 400, POST + "Transfer-Encoding: chunked\nTransfer-Encoding: x\n\n0\n\n"),
                arguments("chunked twice", 400, POST + "Transfer-Encoding: chunked, chunked\n\n0\n\n"),
                arguments("chunked not last", 400, POST + "Transfer-Encoding: chunked, identity\n\n0\n\n"),
                arguments("chunked, misspelt", 400, POST + "Transfer-Encoding: xchunked\n\n0\n\n"),
                arguments("chunked, with a vertical tab", 400, POST + "Transfer-Encoding: \u000bchunked\n\n0\n\n"),
                arguments("chunked, quoted", 400, POST + "Transfer-Encoding: \"chunked\"\n\n0\n\n"),
                arguments("chunked, with a parameter", 400, POST + "Transfer-Encoding: chunked;q=1\n\n0\n\n"),
                arguments("chunked after gzip", 501, POST + "Transfer-Encoding: gzip, chunked\n\n0\n\n"),
                arguments("empty coding", 400, POST + "Transfer-Encoding:\n\n0\n\n"),
                arguments("identity", 400, POST + "Transfer-Encoding: identity\nContent-Length: 0\n\n"),
                arguments("coding in HTTP/1.0", 400, CHUNKED.replace("1.1", "1.0") + "0\n\n"),
                arguments("two equal lengths", 400, POST + "Content-Length: 0\nContent-Length: 0\n\n"),
                arguments("two lengths", 400, POST + "Content-Length: 0\nContent-Length: 5\n\nhello"),
                arguments("list of lengths", 400, POST + "Content-Length: 0, 0\n\n"),
                arguments("signed length", 400, POST + "Content-Length: +5\n\nhello"),
                arguments("negative length", 400, POST + "Content-Length: -1\n\n"),
                arguments("length with a blank", 400, POST + "Content-Length: 0 0\n\n"),
                arguments("hexadecimal length", 400, POST + "Content-Length: 0x5\n\nhello"),
                arguments("empty length", 400, POST + "Content-Length:\n\n"),
                arguments("length in other digits", 400, POST + "Content-Length: \u00b2\n\nab"),
                arguments("length beyond a long", 413, POST + "Content-Length: 18446744073709551616\n\n"),
                // Lines: §2.2
                arguments("bare LF after the request line", 400, "GET / HTTP/1.1$Host: a\n\n"),
                arguments("bare LF after a field", 400, "GET / HTTP/1.1\nHost: a$X: b\n\n"),
                arguments("bare LF at the end", 400, "GET / HTTP/1.1\nHost: a\n$"),
                arguments("bare CR in a field", 400, "GET / HTTP/1.1\nHost: a\nX: b\rY: c\n\n"),
                arguments("NUL in a field", 400, "GET / HTTP/1.1\nHost: a\nX: \0\n\n"),
                arguments("NUL in a name", 400, "GET / HTTP/1.1\nHost: a\nX\0: b\n\n"),
                arguments("NUL in the target", 400, "GET /\0 HTTP/1.1\nHost: a\n\n"),
                arguments("folded line", 400, "GET / HTTP/1.1\nHost: a\nX: b\n c\n\n"),
                arguments("blank line begun with a blank", 400, "GET / HTTP/1.1\n Host: a\n\n"),
                arguments("many empty lines", 400, "\n\n\n\nGET / HTTP/1.1\nHost: a\n\n"),
                // Fields: §5.1
                arguments("blank before the colon", 400, POST + "Content-Length : 5\n\nhello"),
                arguments("tab before the colon", 400, POST + "Content-Length\t: 5\n\nhello"),
                arguments("no colon", 400, "GET / HTTP/1.1\nHost: a\nX\n\n"),
                arguments("no name", 400, "GET / HTTP/1.1\nHost: a\n: b\n\n"),
                arguments("name in Latin-1", 400, "GET / HTTP/1.1\nHost: a\n\u00c4: b\n\n"),
                // Host: RFC 9110 §7.2, RFC 9112 §3.2
                arguments("no Host", 400, "GET / HTTP/1.1\n\n"),
                arguments("two Hosts", 400, "GET / HTTP/1.1\nHost: a\nHost: a\n\n"),
                arguments("empty Host", 400, "GET / HTTP/1.1\nHost:\n\n"),
                arguments("Host with a path", 400, "GET / HTTP/1.1\nHost: a/b\n\n"),
                arguments("Host with a user", 400, "GET / HTTP/1.1\nHost: a@b\n\n"),
                arguments("list of Hosts", 400, "GET / HTTP/1.1\nHost: a, b\n\n"),
                arguments("another Host in the target", 400, "GET http://b/ HTTP/1.1\nHost: a\n\n"),
                // The request line: RFC 9112 §3
                arguments("HTTP/0.9", 400, "GET /\n"),
                arguments("two blanks", 400, "GET  / HTTP/1.1\nHost: a\n\n"),
                arguments("blank at the end", 400, "GET / HTTP/1.1 \nHost: a\n\n"),
                arguments("blank in the target", 400, "GET /a b HTTP/1.1\nHost: a\n\n"),
                arguments("tabs for blanks", 400, "GET\t/\tHTTP/1.1\nHost: a\n\n"),
                arguments("method that is no token", 400, "G(T / HTTP/1.1\nHost: a\n\n"),
                arguments("version in small letters", 400, "GET / http/1.1\nHost: a\n\n"),
                arguments("version of one digit", 400, "GET / HTTP/1\nHost: a\n\n"),
                arguments("HTTP/2 preface", 505, "PRI * HTTP/2.0\n\nSM\n\n"),
                arguments("HTTP/3.0", 505, "GET / HTTP/3.0\nHost: a\n\n"),
                arguments("TLS hello", 400, "\u0016\u0003\u0001\u0002\0\u0001\0\u0001\u00fc\u0003\u0003\n\n"),
                arguments("fragment", 400, "GET /a#b HTTP/1.1\nHost: a\n\n"),
                arguments("broken percent-encoding", 400, "GET /%zz HTTP/1.1\nHost: a\n\n"),
                arguments("target without a slash", 400, "GET a HTTP/1.1\nHost: a\n\n"),
                arguments("asterisk that is no OPTIONS", 400, "GET * HTTP/1.1\nHost: a\n\n"),
                arguments("CONNECT", 501, "CONNECT a:443 HTTP/1.1\nHost: a:443\n\n"),
                arguments("CONNECT to a path", 400, "CONNECT / HTTP/1.1\nHost: a\n\n"),
                arguments("CONNECT with a body", 400, "CONNECT a:1 HTTP/1.1\nHost: a:1\nContent-Length: 5\n\nhello"),
                arguments("unknown expectation", 417, "GET / HTTP/1.1\nHost: a\nExpect: tea\n\n"),
                // Chunks: §7.1
                arguments("chunk without a size", 400, CHUNKED + "\nhello\n0\n\n"),
                arguments("chunk with a signed size", 400, CHUNKED + "+5\nhello\n0\n\n"),
                arguments("chunk with a negative size", 400, CHUNKED + "-1\nhello\n0\n\n"),
                arguments("chunk with 0x", 400, CHUNKED + "0x5\nhello\n0\n\n"),
                arguments("chunk with a size beyond a long", 400, CHUNKED + "10000000000000005\nhello\n0\n\n"),
                arguments("chunk with a blank before its size", 400, CHUNKED + " 5\nhello\n0\n\n"),
                arguments("chunk with a blank behind its size", 400, CHUNKED + "5 \nhello\n0\n\n"),
                arguments("chunk line that ends with LF", 400, CHUNKED + "5$hello\n0\n\n"),
                arguments("LF in a chunk extension", 400, CHUNKED + "5;a$b\nhello\n0\n\n"),
                arguments("CR in a chunk extension", 400, CHUNKED + "5;a\rb\nhello\n0\n\n"),
                arguments("endless chunk extension", 400, CHUNKED + "5;" + "x".repeat(1_000) + "\nhello\n0\n\n"),
                arguments("chunk longer than its size", 400, CHUNKED + "4\nhello\n0\n\n"),
                arguments("chunk that ends with LF", 400, CHUNKED + "5\nhello$0\n\n"),
                arguments("trailer without a colon", 400, CHUNKED + "0\nX\n\n"),
                arguments(
                        "endless trailers", 431, CHUNKED + "0\n" + ("X: " + "x".repeat(4_000) + "\n").repeat(3) + "\n"),
                // Limits
                arguments("endless request line", 414, "GET /" + "x".repeat(10_000) + " HTTP/1.1\nHost: a\n\n"),
                arguments("endless field", 431, "GET / HTTP/1.1\nHost: a\nX: " + "x".repeat(10_000) + "\n\n"),
                arguments(
                        "endless fields",
                        431,
                        "GET / HTTP/1.1\nHost: a\n" + ("X: " + "x".repeat(7_000) + "\n").repeat(10) + "\n"),
                arguments("too many fields", 431, "GET / HTTP/1.1\nHost: a\n" + "X: y\n".repeat(100) + "\n"),
                arguments(
                        "body too large for its view",
                        413,
                        POST + "Content-Length: 2000000\n\n" + "x".repeat(2_000_000)));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("refused")
    void isRefusedWithItsConnection(String name, int status, String request) throws IOException {
        try (SocketClient client = new SocketClient(server)) {
            client.sendRaw((request + SECOND).replace("\n", "\r\n").replace("$", "\n"));
            String answer = client.rest();
            assertThat(statusCodes(answer)).containsExactly(Integer.toString(status));
            assertThat(answer).containsOnlyOnce("\nConnection: close\n");
            assertThat(SEEN).doesNotContain("/second");
        }
    }

    static Stream<Arguments> understood() {
        return Stream.of(
                arguments(
                        "CL.0: a request in a body",
                        "read 30",
                        POST + "Content-Length: 30\n\nGET /in HTTP/1.1\nHost: in\n\n"),
                arguments("a request in a chunk", "read 30", CHUNKED + "1e\nGET /in HTTP/1.1\nHost: in\n\n\n0\n\n"),
                arguments("GET with a body", "read 5", "GET / HTTP/1.1\nHost: a\nContent-Length: 5\n\nhello"),
                arguments("a tab before a value", "read 0", POST + "Transfer-Encoding:\tchunked\n\n0\n\n"),
                arguments("capital letters", "read 5", POST + "TRANSFER-ENCODING: CHUNKED\n\n5\nhello\n0\n\n"),
                arguments("zeros before a length", "read 5", POST + "Content-Length: 0005\n\nhello"),
                arguments("zeros before a size", "read 5", CHUNKED + "0005\nhello\n000\n\n"),
                arguments("an extension", "read 5", CHUNKED + "5 ;a=\"b\"\nhello\n0;c\n\n"),
                arguments("trailers", "read 5", CHUNKED + "5\nhello\n0\nContent-Length: 1\nHost: b\n\n"),
                arguments("an empty line before it", "read 0", "\nGET / HTTP/1.1\nHost: a\n\n"),
                arguments("an absolute target", "read 0", "GET http://a/x HTTP/1.1\nHost: a\n\n"),
                arguments("HTTP/1.2", "read 0", "GET / HTTP/1.2\nHost: a\n\n"),
                arguments("TRACE", "read 0", "TRACE / HTTP/1.1\nHost: a\n\n"),
                arguments("OPTIONS *", "read 0", "OPTIONS * HTTP/1.1\nHost: a\n\n"),
                arguments("an unknown method", "read 0", "BREW / HTTP/1.1\nHost: a\n\n"),
                arguments("an upgrade", "read 0", "GET / HTTP/1.1\nHost: a\nConnection: upgrade\nUpgrade: h2c\n\n"));
    }

    /** And these are not hostile: there is one way to read them, and the request behind them is found. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("understood")
    void orAnUnusualOneIsUnderstood(String name, String body, String request) throws IOException {
        try (SocketClient client = new SocketClient(server)) {
            client.send(request + SECOND);
            assertThat(client.answer().body()).isEqualTo(body);
            assertThat(client.answer().status()).isEqualTo(200);
            assertThat(List.copyOf(SEEN)).hasSize(2).endsWith("/second").doesNotContain("/in");
        }
    }
}
