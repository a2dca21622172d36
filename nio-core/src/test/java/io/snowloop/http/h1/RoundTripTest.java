// SPDX-License-Identifier: Apache-2.0
package io.snowloop.http.h1;

import static org.assertj.core.api.Assertions.assertThat;

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
import io.snowloop.http.h1.RandomMessages.Body;
import io.snowloop.testing.Seeds;
import java.nio.ByteBuffer;
import java.util.Random;

/**
 * Random messages, cut at random places, from a client's codec to a server's and back: they arrive as they were sent.
 */
class RoundTripTest {
    private static final int CYCLES = 40;
    private static final Limits LIMITS = Limits.builder().trailers(64 * 1024).build();

    /** A message as it has arrived. */
    private static final class Received {
        Event head = Outcome.NEED_DATA;
        final StringBuilder body = new StringBuilder();
        Headers trailers = Headers.empty();
        int informational;
        boolean complete;
    }

    @Seeds(60)
    void messagesArriveAsTheyWereSent(long seed) throws Exception {
        Random random = new Random(seed);
        RandomMessages messages = new RandomMessages(random);
        Http1Codec client = new Http1Codec(Role.CLIENT, LIMITS);
        Http1Codec server = new Http1Codec(Role.SERVER, LIMITS);
        for (int cycle = 0; cycle < CYCLES; cycle++) {
            RequestHead request = messages.request();
            request(client, server, request, messages.body(), random);
            ResponseHead response = messages.response();
            boolean noBody = response.status().equals(Status.NO_CONTENT);
            respond(client, server, request.method(), response, noBody ? Body.empty() : messages.body(), random);
            client.startNextCycle();
            server.startNextCycle();
        }
    }

    private static void request(Http1Codec client, Http1Codec server, RequestHead head, Body body, Random random)
            throws RemoteProtocolException {
        ByteQueue wire = new ByteQueue();
        client.sendHead(head, body.length(), wire);
        sendBody(client, body, wire, random);
        Received received = transfer(wire, server, random);
        RequestHead arrived = (RequestHead) received.head;
        assertThat(arrived.method()).isEqualTo(head.method());
        assertThat(arrived.target()).isEqualTo(head.target());
        assertThat(withoutFraming(arrived.headers())).isEqualTo(head.headers());
        assertThat(received.body.toString()).isEqualTo(body.text());
        assertThat(received.trailers).isEqualTo(body.trailers());
    }

    private static void respond(
            Http1Codec client, Http1Codec server, Method method, ResponseHead head, Body body, Random random)
            throws RemoteProtocolException {
        ByteQueue wire = new ByteQueue();
        int informational = random.nextInt(3);
        for (int i = 0; i < informational; i++) {
            server.sendInformational(new InformationalHead(Status.EARLY_HINTS, Headers.of("Link", "x")), wire);
        }
        server.sendHead(head, body.length(), wire);
        boolean bodiless = method.equals(Method.HEAD) || head.status().equals(Status.NOT_MODIFIED);
        sendBody(server, bodiless ? Body.empty() : body, wire, random);
        Received received = transfer(wire, client, random);
        ResponseHead arrived = (ResponseHead) received.head;
        assertThat(arrived.status()).isEqualTo(head.status());
        assertThat(arrived.reason()).isEqualTo(head.status().reasonPhrase());
        assertThat(withoutFraming(arrived.headers())).isEqualTo(head.headers());
        assertThat(received.body.toString()).isEqualTo(bodiless ? "" : body.text());
        assertThat(received.trailers).isEqualTo(bodiless ? Headers.empty() : body.trailers());
        assertThat(received.informational).isEqualTo(informational);
    }

    private static void sendBody(Http1Codec codec, Body body, ByteQueue wire, Random random) {
        for (byte[] piece : body.pieces()) {
            if (random.nextBoolean()) {
                codec.sendData(ByteBuffer.wrap(piece), wire);
            } else {
                codec.beginData(piece.length, wire);
                wire.append(piece);
                codec.endData(wire);
            }
        }
        codec.sendEnd(body.trailers(), wire);
    }

    private static Headers withoutFraming(Headers headers) {
        return headers.without("Content-Length").without("Transfer-Encoding");
    }

    /** Gives all bytes to {@code codec} in pieces of random sizes, and takes a random number of events from each. */
    private static Received transfer(ByteQueue wire, Http1Codec codec, Random random) throws RemoteProtocolException {
        Received received = new Received();
        ByteBuffer lent = random.nextBoolean() ? ByteBuffer.allocate(9000) : ByteBuffer.allocateDirect(9000);
        int most = 1 + random.nextInt(random.nextBoolean() ? 20 : 9000);
        ByteBuffer bytes = wire.takeAll();
        while (bytes.hasRemaining()) {
            int count = Math.min(bytes.remaining(), 1 + random.nextInt(most));
            lent.clear().put(bytes.slice(bytes.position(), count)).flip();
            bytes.position(bytes.position() + count);
            codec.receive(lent);
            take(codec, received, random.nextInt(4) == 0 ? random.nextInt(3) : Integer.MAX_VALUE);
            codec.keep();
        }
        take(codec, received, Integer.MAX_VALUE);
        assertThat(received.complete).isTrue();
        assertThat(codec.hasTrailingData()).isFalse();
        return received;
    }

    private static void take(Http1Codec codec, Received received, int most) throws RemoteProtocolException {
        for (int taken = 0; taken < most; taken++) {
            Event event = codec.next();
            if (event == Outcome.NEED_DATA) {
                return;
            } else if (event instanceof Data data) {
                received.body.append(Feed.latin1(data.bytes()));
            } else if (event instanceof EndOfMessage end) {
                received.trailers = end.trailers();
                received.complete = true;
            } else if (event instanceof InformationalHead) {
                received.informational++;
            } else {
                received.head = event;
            }
        }
    }
}
