// SPDX-License-Identifier: Apache-2.0
package io.snowloop.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.snowloop.future.Future;
import io.snowloop.http.Request;
import io.snowloop.http.Response;
import io.snowloop.http.Version;
import io.snowloop.http.h1.RemoteProtocolException;
import io.snowloop.http.h2.Http2Limits;
import io.snowloop.testing.RecordingProtocol;
import io.snowloop.testing.TestAuthority;
import io.snowloop.tls.Identity;
import io.snowloop.tls.TlsConfig;
import io.snowloop.tls.TlsLayer;
import io.snowloop.tls.Trust;
import io.snowloop.transport.Acceptor;
import io.snowloop.transport.Protocol;
import io.snowloop.transport.SocketTransport;
import io.snowloop.transport.Transport;
import io.snowloop.transport.WaterMarks;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import javax.net.ssl.SSLHandshakeException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Which version a connection has: by ALPN (RFC 7301, RFC 9113 §3.2), and by the policy of the fetcher or of a request. */
class Http2NegotiationTest {
    private static final TestAuthority AUTHORITY = new TestAuthority("Test Authority");
    private static final Identity IDENTITY = identity();
    private static final String URL = "https://10.0.0.1/";

    private final List<Protocol> peers = new ArrayList<>();

    /** What the server takes in ALPN, the preferred one first. */
    private String[] offered = {"h2", "http/1.1"};

    private Http2Scene scene;
    private Acceptor acceptor;

    private static Identity identity() {
        TestAuthority.Issued issued = AUTHORITY.issue("10.0.0.1");
        return Identity.of(issued.key(), issued.chain());
    }

    private void open(HttpVersionPolicy policy) throws IOException {
        TlsConfig trusting = TlsConfig.client(Trust.certificates(List.of(AUTHORITY.certificate)));
        scene = new Http2Scene(
                FetcherOptions.builder().httpVersion(policy).tls(trusting).build());
        acceptor = Acceptor.listen(scene.serverLoop, new InetSocketAddress("10.0.0.1", 443), 100, this::accept);
    }

    @AfterEach
    void close() {
        acceptor.close();
        scene.close();
    }

    private void accept(SocketChannel channel) {
        TlsConfig config = TlsConfig.server(IDENTITY).toBuilder()
                .applicationProtocols(offered)
                .build();
        Chosen chosen = new Chosen();
        chosen.layer = TlsLayer.server(scene.serverLoop, config, WaterMarks.DEFAULT, chosen);
        try {
            SocketTransport.open(scene.serverLoop, channel, chosen.layer.protocol(), WaterMarks.DEFAULT);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The protocol that the handshake has chosen. */
    private final class Chosen implements Protocol {
        private TlsLayer layer;

        @Override
        public void connected(Transport transport) {
            boolean http2 = "h2".equals(layer.session().applicationProtocol());
            Protocol peer = http2 ? new Http2Peer(Http2Limits.DEFAULT, Http2Scene.PATHS) : new Http1();
            peers.add(peer);
            peer.takeOver(transport, ByteBuffer.allocate(0));
        }

        @Override
        public void received(ByteBuffer bytes) {}

        @Override
        public void ended() {}

        @Override
        public void closed(@Nullable Throwable cause) {}
    }

    /** Answers each request, which has no body, with its path. */
    private static final class Http1 extends RecordingProtocol {
        private int taken;

        @Override
        protected void onReceived(byte[] piece) {
            for (int end = text().indexOf("\r\n\r\n", taken); end >= 0; end = text().indexOf("\r\n\r\n", taken)) {
                String path = text().substring(taken).split(" ", 3)[1];
                taken = end + 4;
                write("HTTP/1.1 200 OK\r\nContent-Length: " + path.length() + "\r\n\r\n" + path);
            }
        }

        @Override
        protected void onEnded() {
            transport.close();
        }
    }

    private List<Response> fetchMany(int count) {
        List<Future<Response>> all = IntStream.range(0, count)
                .mapToObj(i -> scene.fetcher.fetch(URL + i))
                .toList();
        scene.settle();
        return all.stream().map(Future::resultNow).toList();
    }

    @Test
    void aServerThatChoosesHttp2GetsAllRequestsOverOneConnection() throws IOException {
        open(HttpVersionPolicy.NEGOTIATE);
        assertThat(fetchMany(20)).allSatisfy(each -> assertThat(each.version()).isEqualTo(Version.HTTP_2));
        assertThat(peers).hasSize(1);
    }

    @Test
    void aServerThatChoosesHttp1GetsAsManyConnectionsAsRequests() throws IOException {
        offered = new String[] {"http/1.1"};
        open(HttpVersionPolicy.NEGOTIATE);
        List<Response> all = fetchMany(20);
        assertThat(all).allSatisfy(each -> assertThat(each.version()).isEqualTo(Version.HTTP_1_1));
        assertThat(all.get(19).text()).isEqualTo("/19");
        assertThat(peers).hasSize(20);
    }

    @Test
    void aServerWithoutAlpnSpeaksHttp1() throws IOException {
        offered = new String[0];
        open(HttpVersionPolicy.NEGOTIATE);
        assertThat(fetchMany(2)).allSatisfy(each -> assertThat(each.version()).isEqualTo(Version.HTTP_1_1));
    }

    @Test
    void theDefaultOffersHttp1Only() throws IOException {
        open(FetcherOptions.DEFAULT.httpVersion());
        assertThat(fetchMany(2)).allSatisfy(each -> assertThat(each.version()).isEqualTo(Version.HTTP_1_1));
    }

    @Test
    void aRequestMayHaveAnotherPolicyThanItsFetcher() throws IOException {
        open(HttpVersionPolicy.NEGOTIATE);
        Request old = Request.get(URL).withAttribute(HttpVersionPolicy.OF_REQUEST, HttpVersionPolicy.HTTP_1_1);
        assertThat(scene.fetch(old).resultNow().version()).isEqualTo(Version.HTTP_1_1);
        assertThat(fetchMany(1).get(0).version()).isEqualTo(Version.HTTP_2);
        assertThat(peers).hasSize(2);
    }

    @Test
    void withoutTlsNothingIsNegotiated() throws IOException {
        open(HttpVersionPolicy.NEGOTIATE);
        scene.deaf = true;
        Future<Response> clear = scene.get("/");
        assertThat(scene.loop.pendingTimers()).isPositive();
        scene.onLoop(clear::cancel);
        assertThat(scene.peers).hasSize(1);
        assertThat(scene.peer().heard).startsWith("GET / HTTP/1.1");
    }

    @Test
    void aServerThatMustSpeakHttp2AndKnowsNoAlpnIsRefused() throws IOException {
        offered = new String[0];
        open(HttpVersionPolicy.HTTP_2);
        List<Future<Response>> all = IntStream.range(0, 3)
                .mapToObj(i -> scene.fetcher.fetch(URL + i))
                .toList();
        scene.settle();
        assertThat(all)
                .allSatisfy(each -> assertThat(Http2Scene.error(each))
                        .isInstanceOf(RemoteProtocolException.class)
                        .hasMessageContaining("no protocol")
                        .hasMessageContaining("NEGOTIATE"));
        assertThat(scene.fetcher.connections()).isZero();
    }

    @Test
    void aServerThatMustSpeakHttp2AndRefusesItFailsTheHandshake() throws IOException {
        offered = new String[] {"http/1.1"};
        open(HttpVersionPolicy.HTTP_2);
        assertThat(Http2Scene.error(scene.fetch(Request.get(URL)))).isInstanceOf(SSLHandshakeException.class);
    }

    @Test
    void requestsThatWaitForTheHandshakeFailAsItDoes() throws IOException {
        offered = new String[] {"spdy/3"};
        open(HttpVersionPolicy.NEGOTIATE);
        List<Future<Response>> all = IntStream.range(0, 3)
                .mapToObj(i -> scene.fetcher.fetch(URL + i))
                .toList();
        scene.settle();
        assertThat(all)
                .allSatisfy(each -> assertThat(Http2Scene.error(each)).isInstanceOf(SSLHandshakeException.class));
    }
}
