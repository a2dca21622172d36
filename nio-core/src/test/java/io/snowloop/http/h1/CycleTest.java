// SPDX-License-Identifier: Apache-2.0
package io.snowloop.http.h1;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.snowloop.buffer.ByteQueue;
import io.snowloop.http.Headers;
import io.snowloop.http.Method;
import io.snowloop.http.Status;
import io.snowloop.http.h1.Event.Data;
import io.snowloop.http.h1.Event.EndOfMessage;
import io.snowloop.http.h1.Event.InformationalHead;
import io.snowloop.http.h1.Event.Outcome;
import io.snowloop.http.h1.Event.RequestHead;
import io.snowloop.http.h1.Event.ResponseHead;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The states of both sides through whole cycles. A client's codec and a server's have to agree on them. */
class CycleTest {
    private static final Headers HOST = Headers.of("Host", "a");
    private final Http1Codec client = new Http1Codec(Role.CLIENT, Limits.DEFAULT);
    private final Http1Codec server = new Http1Codec(Role.SERVER, Limits.DEFAULT);
    private final ByteQueue wire = new ByteQueue();

    private void request(Method method, String target, Headers headers, long length) {
        client.sendHead(new RequestHead(method, target, headers), length, wire);
    }

    private void get(Headers headers) {
        request(Method.GET, "/", headers, 0);
        client.sendEnd(wire);
    }

    private void respond(Status status, Headers headers, long length) {
        server.sendHead(new ResponseHead(status, headers), length, wire);
    }

    private void inform(Status status) {
        server.sendInformational(new InformationalHead(status, Headers.empty()), wire);
    }

    /** Takes all bytes of the wire to {@code codec}; returns the first event in them. */
    private Event arriveAt(Http1Codec codec) throws RemoteProtocolException {
        codec.receive(wire.takeAll());
        Event event = codec.next();
        codec.keep();
        return event;
    }

    private void assertStates(State ofClient, State ofServer) {
        assertThat(client.ourState()).as("client, as the client sees it").isEqualTo(ofClient);
        assertThat(client.theirState()).as("server, as the client sees it").isEqualTo(ofServer);
        assertThat(server.theirState()).as("client, as the server sees it").isEqualTo(ofClient);
        assertThat(server.ourState()).as("server, as the server sees it").isEqualTo(ofServer);
    }

    private static void assertFailure(Http1Codec codec) {
        assertThatThrownBy(codec::next).isInstanceOf(RemoteProtocolException.class);
        assertThat(codec.theirState()).isEqualTo(State.ERROR);
    }

    @Test
    void oneCycleAfterTheOther() throws Exception {
        for (int cycle = 0; cycle < 3; cycle++) {
            assertStates(State.IDLE, State.IDLE);
            request(Method.POST, "/", HOST, 1);
            arriveAt(server);
            assertStates(State.SEND_BODY, State.SEND_RESPONSE);
            client.sendData(ByteBuffer.wrap(new byte[1]), wire);
            arriveAt(server);
            client.sendEnd(wire);
            arriveAt(server);
            assertStates(State.DONE, State.SEND_RESPONSE);
            respond(Status.OK, Headers.empty(), 1);
            arriveAt(client);
            assertStates(State.DONE, State.SEND_BODY);
            server.sendData(ByteBuffer.wrap(new byte[1]), wire);
            arriveAt(client);
            server.sendEnd(wire);
            arriveAt(client);
            assertStates(State.DONE, State.DONE);
            assertThat(client.keepAlive() && server.keepAlive()).isTrue();
            client.startNextCycle();
            server.startNextCycle();
        }
    }

    @Test
    void freshBetweenTwoCyclesAndWithNothingReceived() throws Exception {
        assertThat(server.isFresh() && client.isFresh()).isTrue();
        get(HOST);
        assertThat(client.isFresh()).isFalse();
        arriveAt(server);
        server.next();
        assertThat(server.isFresh()).isFalse();
        respond(Status.OK, Headers.empty(), 0);
        server.sendEnd(wire);
        assertThat(server.isFresh()).as("in the old cycle").isFalse();
        server.startNextCycle();
        assertThat(server.isFresh()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"G", "GET / HTTP/1.1\r\n", "\r\n", "\r"})
    void notFreshWithAPartOfAHead(String part) throws Exception {
        wire.append(part.getBytes(StandardCharsets.ISO_8859_1));
        assertThat(arriveAt(server)).isEqualTo(Event.Outcome.NEED_DATA);
        assertThat(server.isFresh()).isFalse();
    }

    @Test
    void notFreshInTheLastCycleOrAfterEof() {
        server.closeAfterCycle();
        assertThat(server.isFresh()).isFalse();
        client.receiveEnd();
        assertThat(client.isFresh()).isFalse();
    }

    @Test
    void finalResponseBeforeTheEndOfTheRequest() throws Exception {
        request(Method.POST, "/", HOST, 2);
        arriveAt(server);
        respond(Status.CONTENT_TOO_LARGE, Headers.of("Connection", "close"), 0);
        server.sendEnd(wire);
        assertThat(arriveAt(client)).isInstanceOf(ResponseHead.class);
        assertThat(client.next()).isInstanceOf(EndOfMessage.class);
        assertStates(State.SEND_BODY, State.MUST_CLOSE);
        client.sendData(ByteBuffer.wrap(new byte[2]), wire);
        client.sendEnd(wire);
        assertThat(arriveAt(server)).isInstanceOf(Data.class);
        assertThat(server.next()).isInstanceOf(EndOfMessage.class);
        assertStates(State.MUST_CLOSE, State.MUST_CLOSE);
    }

    @Test
    void connectionClose() throws Exception {
        get(HOST.plus("Connection", "close"));
        arriveAt(server);
        server.next();
        assertStates(State.MUST_CLOSE, State.SEND_RESPONSE);
        assertThat(server.keepAlive()).isFalse();
        wire.append(Feed.bytes("GET / HTTP/1.1\r\n")); // RFC 9112 §9.6: must not be processed
        assertThat(arriveAt(server)).isEqualTo(Outcome.NEED_DATA);
        assertThat(server.hasTrailingData()).isFalse();
        server.receiveEnd();
        assertThat(server.next()).isEqualTo(Outcome.CLOSED);
        assertThat(server.next()).isEqualTo(Outcome.CLOSED);
        respond(Status.OK, Headers.empty(), 0);
        server.sendEnd(wire);
        assertThat(server.ourState()).isEqualTo(State.MUST_CLOSE);
    }

    /** Its body ends with the connection, whatever the response says. */
    @Test
    void aResponseThatEndsWithTheStreamIsTheLastOne() throws Exception {
        get(HOST);
        wire.clear();
        wire.append(Feed.bytes("HTTP/1.0 200 OK\r\nConnection: keep-alive\r\n\r\nbody"));
        assertThat(arriveAt(client)).isInstanceOf(ResponseHead.class);
        assertThat(client.keepAlive()).isFalse();
        assertThat(client.ourState()).isEqualTo(State.MUST_CLOSE);
        assertThat(client.next()).isInstanceOf(Data.class);
        client.receiveEnd();
        assertThat(client.next()).isInstanceOf(EndOfMessage.class);
        assertThat(client.next()).isEqualTo(Outcome.CLOSED);
        assertThatThrownBy(client::startNextCycle).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void aRequestBehindTheLastOneIsDroppedAlsoIfItHasArrived() throws Exception {
        get(HOST);
        wire.append(Feed.bytes("GET /next HTTP/1.1\r\n"));
        arriveAt(server);
        server.next();
        assertThat(server.next()).isEqualTo(Outcome.PAUSED);
        server.closeAfterCycle();
        assertThat(server.theirState()).isEqualTo(State.MUST_CLOSE);
        assertThat(server.next()).isEqualTo(Outcome.NEED_DATA);
        assertThat(server.hasTrailingData()).isFalse();
    }

    @Test
    void aHalfClosedClientGetsItsResponseAndNoOtherCycle() throws Exception {
        get(HOST);
        arriveAt(server);
        server.next();
        server.receiveEnd();
        assertThat(server.next()).isEqualTo(Outcome.CLOSED);
        assertThat(server.keepAlive()).isFalse();
        respond(Status.OK, Headers.empty(), 0);
        server.sendEnd(wire);
        assertThat(Feed.latin1(wire.peek())).contains("Connection: close\r\n");
        assertThat(server.theirState()).isEqualTo(State.CLOSED);
        assertThat(server.ourState()).isEqualTo(State.MUST_CLOSE);
    }

    @Test
    void aClientThatClosesWithoutARequest() throws Exception {
        server.receiveEnd();
        assertThat(server.next()).isEqualTo(Outcome.CLOSED);
        assertThat(server.ourState()).isEqualTo(State.MUST_CLOSE);
        assertThatThrownBy(() -> server.receive(ByteBuffer.allocate(1))).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void aServerThatClosesAnIdleConnection() throws Exception {
        client.receiveEnd();
        assertThat(client.next()).isEqualTo(Outcome.CLOSED);
        assertThat(client.ourState()).isEqualTo(State.MUST_CLOSE);
    }

    @Test
    void aServerThatClosesBehindItsResponse() throws Exception {
        get(HOST);
        wire.clear();
        wire.append(Feed.bytes("HTTP/1.1 204 \r\n\r\n"));
        arriveAt(client);
        client.next();
        client.receiveEnd();
        assertThat(client.next()).isEqualTo(Outcome.CLOSED);
        assertThat(client.ourState()).isEqualTo(State.MUST_CLOSE);
    }

    @Test
    void aResponseWithoutARequest() {
        client.receive(ByteBuffer.wrap(Feed.bytes("HTTP/1.1 408 \r\n\r\n")));
        assertFailure(client);
        assertThat(client.ourState()).isEqualTo(State.MUST_CLOSE);
    }

    @Test
    void anIdleClientNeedsData() throws Exception {
        assertThat(client.next()).isEqualTo(Outcome.NEED_DATA);
        client.receive(ByteBuffer.allocate(0));
        assertThat(client.next()).isEqualTo(Outcome.NEED_DATA);
    }

    @Test
    void aMalformedRequestIsAnsweredAndTheConnectionEnds() {
        server.receive(ByteBuffer.wrap(Feed.bytes("nonsense\r\n")));
        assertFailure(server);
        assertFailure(server);
        respond(Status.BAD_REQUEST, Headers.empty(), 0);
        server.sendEnd(wire);
        assertThat(Feed.latin1(wire.peek()))
                .isEqualTo("HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
        assertThat(server.ourState()).isEqualTo(State.MUST_CLOSE);
    }

    @Test
    void aMalformedResponseEndsTheConnection() {
        get(HOST);
        client.receive(ByteBuffer.wrap(Feed.bytes("nonsense\r\n")));
        assertFailure(client);
        assertThat(client.ourState()).isEqualTo(State.MUST_CLOSE);
    }

    @Test
    void pipelinedRequestsWaitForTheNextCycle() throws Exception {
        wire.append(Feed.bytes("GET /1 HTTP/1.1\r\nHost: a\r\n\r\nGET /2 HTTP/1.1\r\nHost: a\r\n\r\n"));
        assertThat(((RequestHead) arriveAt(server)).target()).isEqualTo("/1");
        server.next();
        assertThat(server.next()).isEqualTo(Outcome.PAUSED);
        assertThat(server.hasTrailingData()).isTrue();
        server.receiveEnd(); // EOF waits behind the second request
        assertThat(server.next()).isEqualTo(Outcome.PAUSED);
        respond(Status.OK, Headers.empty(), 0);
        server.sendEnd(wire);
        server.startNextCycle();
        assertThat(((RequestHead) server.next()).target()).isEqualTo("/2");
        server.next();
        assertThat(server.next()).isEqualTo(Outcome.CLOSED);
    }

    @Test
    void aRequestBehindAResponseToNone() throws Exception {
        respond(Status.REQUEST_TIMEOUT, Headers.empty(), 0);
        wire.clear();
        wire.append(Feed.bytes("GET / HTTP/1.1\r\nHost: a\r\n\r\n"));
        assertThat(arriveAt(server)).isEqualTo(Outcome.PAUSED);
    }

    @Test
    void upgradeAccepted() throws Exception {
        get(HOST.plus("Upgrade", "x").plus("Connection", "Upgrade"));
        wire.append(Feed.bytes("early"));
        arriveAt(server);
        server.next();
        assertStates(State.MIGHT_SWITCH_PROTOCOL, State.SEND_RESPONSE);
        assertThat(server.next()).isEqualTo(Outcome.PAUSED);
        inform(Status.SWITCHING_PROTOCOLS);
        arriveAt(client);
        assertStates(State.SWITCHED_PROTOCOL, State.SWITCHED_PROTOCOL);
        assertThat(server.next()).isEqualTo(Outcome.PAUSED);
        assertThat(Feed.latin1(server.trailingData())).isEqualTo("early");
        assertThatThrownBy(() -> server.sendEnd(wire)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void theFirstBytesOfTheOtherProtocolMayComeInTwoLoans() throws Exception {
        get(HOST.plus("Upgrade", "x").plus("Connection", "Upgrade"));
        wire.append(Feed.bytes("ear"));
        arriveAt(server);
        server.next();
        server.receive(ByteBuffer.wrap(Feed.bytes("ly")));
        inform(Status.SWITCHING_PROTOCOLS);
        assertThat(server.unread()).isEqualTo(5);
        assertThat(Feed.latin1(server.trailingData())).isEqualTo("early");
        assertThat(server.hasTrailingData()).isFalse();
        server.keep();
        assertThat(server.unread()).isZero();
    }

    @Test
    void upgradeDeclined() throws Exception {
        get(HOST.plus("Upgrade", "x").plus("Connection", "Upgrade"));
        arriveAt(server);
        server.next();
        respond(Status.OK, Headers.empty(), 0);
        server.sendEnd(wire);
        arriveAt(client);
        client.next();
        assertStates(State.DONE, State.DONE);
    }

    @Test
    void upgradeAcceptedBeforeTheEndOfTheRequest() throws Exception {
        request(Method.POST, "/", HOST.plus("Upgrade", "x").plus("Connection", "Upgrade"), 1);
        arriveAt(server);
        inform(Status.SWITCHING_PROTOCOLS);
        arriveAt(client);
        assertStates(State.SEND_BODY, State.SWITCHED_PROTOCOL);
        client.sendData(ByteBuffer.wrap(new byte[1]), wire);
        client.sendEnd(wire);
        arriveAt(server);
        server.next();
        assertStates(State.SWITCHED_PROTOCOL, State.SWITCHED_PROTOCOL);
    }

    @Test
    void upgradeWithoutTheConnectionOptionIsNone() throws Exception {
        get(HOST.plus("Upgrade", "x"));
        assertThat(client.ourState()).isEqualTo(State.DONE);
        wire.clear();
        wire.append(Feed.bytes("HTTP/1.1 101 \r\n\r\n"));
        client.receive(wire.takeAll());
        assertFailure(client);
    }

    @Test
    void upgradeInHttp10IsNone() throws Exception {
        wire.append(Feed.bytes("GET / HTTP/1.0\r\nUpgrade: x\r\nConnection: upgrade, keep-alive\r\n\r\n"));
        arriveAt(server);
        server.next();
        assertThat(server.theirState()).isEqualTo(State.DONE);
    }

    @Test
    void tunnelAccepted() throws Exception {
        request(Method.CONNECT, "a:443", HOST, 0);
        client.sendEnd(wire);
        arriveAt(server);
        server.next();
        assertStates(State.MIGHT_SWITCH_PROTOCOL, State.SEND_RESPONSE);
        respond(Status.OK, Headers.empty(), 0);
        arriveAt(client);
        assertStates(State.SWITCHED_PROTOCOL, State.SWITCHED_PROTOCOL);
        assertThat(client.next()).isEqualTo(Outcome.PAUSED);
    }

    @Test
    void aResponseThatDeclinesATunnelHasAFraming() throws Exception {
        request(Method.CONNECT, "a:443", HOST, 0);
        client.sendEnd(wire);
        arriveAt(server);
        server.next();
        respond(Status.MOVED_PERMANENTLY, Headers.empty(), 0);
        assertThat(server.sendsBody()).isFalse();
        assertThat(Feed.latin1(wire.peek())).contains("Content-Length: 0\r\n");
    }

    @Test
    void tunnelDeclined() throws Exception {
        request(Method.CONNECT, "a:443", HOST, 0);
        client.sendEnd(wire);
        arriveAt(server);
        server.next();
        respond(Status.FORBIDDEN, Headers.empty(), 0);
        server.sendEnd(wire);
        arriveAt(client);
        client.next();
        assertStates(State.DONE, State.DONE);
    }

    @Test
    void expectContinue() throws Exception {
        Headers expecting = HOST.plus("Expect", "100-Continue");
        request(Method.POST, "/", expecting, 1);
        arriveAt(server);
        assertThat(client.expectsContinue() && server.expectsContinue()).isTrue();
        inform(Status.EARLY_HINTS);
        arriveAt(client);
        assertThat(client.expectsContinue() && server.expectsContinue()).isTrue();
        inform(Status.CONTINUE);
        arriveAt(client);
        assertThat(client.expectsContinue() || server.expectsContinue()).isFalse();
    }

    @Test
    void expectContinueEndsWithTheFirstData() throws Exception {
        request(Method.POST, "/", HOST.plus("Expect", "100-continue"), 1);
        client.sendData(ByteBuffer.wrap(new byte[1]), wire);
        assertThat(client.expectsContinue()).isFalse();
        arriveAt(server);
        assertThat(server.expectsContinue()).isTrue();
        server.next();
        assertThat(server.expectsContinue()).isFalse();
    }

    @Test
    void expectContinueEndsWithTheEndOfTheRequest() {
        request(Method.POST, "/", HOST.plus("Expect", "100-continue"), Http1Codec.UNKNOWN_LENGTH);
        client.sendEnd(wire);
        assertThat(client.expectsContinue()).isFalse();
    }

    @Test
    void expectContinueEndsWithTheFinalResponse() throws Exception {
        request(Method.POST, "/", HOST.plus("Expect", "100-continue"), 1);
        arriveAt(server);
        respond(Status.OK, Headers.empty(), 1);
        arriveAt(client);
        assertThat(client.expectsContinue() || server.expectsContinue()).isFalse();
        server.sendData(ByteBuffer.wrap(new byte[1]), wire);
    }

    @Test
    void expectContinueNeedsABodyAndHttp11() throws Exception {
        get(HOST.plus("Expect", "100-continue"));
        assertThat(client.expectsContinue()).isFalse();
        wire.clear();
        wire.append(Feed.bytes("POST / HTTP/1.0\r\nExpect: 100-continue\r\nContent-Length: 1\r\n\r\n"));
        arriveAt(server);
        assertThat(server.expectsContinue()).isFalse();
    }

    @Test
    void midHead() throws Exception {
        assertThat(server.isMidHead()).isFalse();
        wire.append(Feed.bytes("\r\nG"));
        assertThat(arriveAt(server)).isEqualTo(Outcome.NEED_DATA);
        assertThat(server.isMidHead()).as("in the start line").isTrue();
        wire.append(Feed.bytes("ET / HTTP/1.1\r\n"));
        assertThat(arriveAt(server)).isEqualTo(Outcome.NEED_DATA);
        assertThat(server.isMidHead()).as("between two lines").isTrue();
        wire.append(Feed.bytes("Host: a\r\n\r\nGET"));
        arriveAt(server);
        server.next();
        assertThat(server.isMidHead()).as("the next head waits").isFalse();
    }

    @Test
    void onlyOneBufferIsLentAtATime() {
        server.receive(ByteBuffer.allocate(1));
        assertThatThrownBy(() -> server.receive(ByteBuffer.allocate(1)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("keep()");
    }
}
