// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.snowloop.buffer.ByteQueue;
import io.snowloop.http.Headers;
import io.snowloop.http.Request;
import io.snowloop.http.h1.Event;
import io.snowloop.http.h1.Http1Codec;
import io.snowloop.http.h1.Limits;
import io.snowloop.http.h1.RemoteProtocolException;
import io.snowloop.http.h1.Role;
import io.snowloop.http.h1.State;
import io.snowloop.server.ServerOptions;
import io.snowloop.sim.Faults;
import io.snowloop.sim.Simulation;
import io.snowloop.testing.EverySegmentation;
import io.snowloop.testing.RecordingProtocol;
import io.snowloop.testing.Seeds;
import io.snowloop.testing.Segmentation;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Requests that are sent without waiting for the answers to those before them. */
@EverySegmentation({Segmentation.WHOLE, Segmentation.BYTES})
class PipeliningTest {
    private static final List<String> PAGES = List.of("/bytes/", "/slow/", "/chunked/", "/sized/");

    /** Sends all its requests at once; then ends its half, or has asked for the end in the last request. */
    private static final class Client extends RecordingProtocol {
        final List<Request> requests = new ArrayList<>();
        private final boolean endsItsHalf;

        Client(Random random) {
            int count = 1 + random.nextInt(10);
            for (int i = 0; i < count; i++) {
                String page = PAGES.get(random.nextInt(PAGES.size()));
                requests.add(Request.get(page + random.nextInt(1 + random.nextInt(10_000)) + "?" + i));
            }
            endsItsHalf = random.nextBoolean();
        }

        @Override
        protected void onConnected() {
            for (int i = 0; i < requests.size(); i++) {
                boolean last = i == requests.size() - 1 && !endsItsHalf;
                write("GET " + requests.get(i).target() + " HTTP/1.1\r\nHost: a\r\n"
                        + (last ? "Connection: close\r\n\r\n" : "\r\n"));
            }
            if (endsItsHalf) {
                transport.shutdownOutput();
            }
        }

        @Override
        protected void onEnded() {
            transport.close();
        }

        /** Reads the answers, and makes sure that each is the one whose turn it is. */
        int answers() throws RemoteProtocolException {
            Http1Codec codec = new Http1Codec(Role.CLIENT, Limits.DEFAULT);
            codec.receive(ByteBuffer.wrap(bytes()));
            int answers = 0;
            for (Request request : requests) {
                ByteQueue out = new ByteQueue();
                codec.sendHead(
                        new Event.RequestHead(request.method(), request.target(), Headers.of("Host", "a")), 0, out);
                codec.sendEnd(Headers.empty(), out);
                if (!isNext(request, codec)) {
                    return answers;
                }
                answers++;
                if (codec.theirState() != State.DONE) {
                    return answers; // it was the last one, and said so
                }
                codec.startNextCycle();
            }
            return answers;
        }

        private static boolean isNext(Request request, Http1Codec codec) throws RemoteProtocolException {
            ByteArrayOutputStream body = new ByteArrayOutputStream();
            for (Event event = codec.next(); !(event instanceof Event.Outcome); event = codec.next()) {
                if (event instanceof Event.ResponseHead head) {
                    assertThat(head.headers().get(Site.ASKED)).isEqualTo(request.target());
                } else if (event instanceof Event.Data data) {
                    byte[] piece = new byte[data.bytes().remaining()];
                    data.bytes().get(piece);
                    body.writeBytes(piece);
                } else if (event instanceof Event.EndOfMessage) {
                    assertThat(body.toByteArray()).isEqualTo(Site.content(request));
                    return true;
                }
            }
            return false;
        }
    }

    @Seeds
    void answersComeInOrderAndWhole(Simulation simulation) throws Exception {
        simulation.network().faults(World.segmented(Faults.benign(simulation.random())));
        Client client = new Client(simulation.random());
        try (World world = new World(simulation, Site.app(simulation.random()))) {
            world.connect(client);
            world.settle();
            assertThat(client.answers()).isEqualTo(client.requests.size());
            assertThat(client.calls).endsWith("ended", "closed");
            assertThat(client.violations).isEmpty();
        }
    }

    @Seeds
    void answersUpToABreakAreThoseToTheFirstRequests(Simulation simulation) throws Exception {
        simulation.network().faults(World.segmented(Faults.hostile(simulation.random())));
        Client client = new Client(simulation.random());
        ServerOptions options = ServerOptions.builder()
                .maxRequests(1 + simulation.random().nextInt(10))
                .build();
        try (World world = new World(simulation, Site.app(simulation.random()), options, World.PATIENT_CLIENT)) {
            world.connect(client);
            world.settle();
            assertThat(client.answers()).isLessThanOrEqualTo((int) options.maxRequests());
        }
    }
}
