// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.docs;

import static io.snowloop.server.filter.AccessLog.accessLog;
import static io.snowloop.server.filter.Forwarded.xForwarded;
import static org.assertj.core.api.Assertions.assertThat;

import io.snowloop.client.Fetcher;
import io.snowloop.http.Request;
import io.snowloop.http.Response;
import io.snowloop.server.AddressRanges;
import io.snowloop.server.Server;
import io.snowloop.server.Snow;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** What {@code docs/how-to/behind-a-proxy.md} shows. */
class ForwardedPageTest {
    @Test
    void theProxyTellsBeforeTheRequest() throws Exception {
        Snow app = new Snow().get("/", request -> Response.text("you are " + request.remoteAddress()));
        // region proxy-protocol
        AddressRanges proxies = AddressRanges.of("127.0.0.1"); // and no others: who sends the header is believed
        Server server = Server.of(app).proxyProtocol(proxies).listen("127.0.0.1", 0);
        // endregion
        try (server;
                SocketChannel proxy = SocketChannel.open(server.address())) {
            proxy.write(ByteBuffer.wrap("PROXY TCP4 192.0.2.7 192.0.2.1 56324 80\r\nGET / HTTP/1.0\r\n\r\n"
                    .getBytes(StandardCharsets.US_ASCII)));
            assertThat(new String(proxy.socket().getInputStream().readAllBytes(), StandardCharsets.US_ASCII))
                    .endsWith("you are /192.0.2.7:56324");
        }
    }

    @Test
    void theClientIsNotTheProxy() throws Exception {
        // region forwarded
        AddressRanges proxies = AddressRanges.of("127.0.0.1", "10.0.0.0/8", "unix");
        Snow app = new Snow()
                .filter(xForwarded(proxies)) // first: the filters inside see the client
                .filter(accessLog())
                .get("/", request -> Response.text("you are " + request.remoteAddress()));
        // endregion

        try (Server server = app.listen(0);
                Fetcher fetcher = Fetcher.create()) {
            Request request = Request.get(server.url("/")).withHeader("X-Forwarded-For", "6.6.6.6, 192.0.2.7");
            assertThat(fetcher.runUntil(fetcher.fetch(request)).text()).isEqualTo("you are /192.0.2.7:0");
        }
    }
}
