// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.snowloop.client.EventSource;
import io.snowloop.client.EventSourceOptions;
import io.snowloop.future.Future;
import io.snowloop.http.Request;
import io.snowloop.http.Response;
import io.snowloop.http.Status;
import io.snowloop.http.sse.ServerSentEvent;
import io.snowloop.server.EventStream;
import io.snowloop.server.EventStreamOptions;
import io.snowloop.server.Snow;
import io.snowloop.sim.Faults;
import io.snowloop.sim.Simulation;
import io.snowloop.testing.Seeds;
import io.snowloop.testing.Segmentation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** A server that keeps its events, and a network that ends each connection: the client gets each event once, in order. */
@EveryVersion({Segmentation.WHOLE, Segmentation.BYTES})
class EventStreamTest {
    private static final int EVENTS = 60;

    private static final EventStreamOptions STREAM = EventStreamOptions.builder()
            .heartbeat(Duration.ofSeconds(1))
            .maxQueued(300)
            .build();

    /** All events so far, and who waits for the next ones. */
    private final List<ServerSentEvent> journal = new ArrayList<>();

    private final List<Reader> readers = new ArrayList<>();
    private final List<String> received = new ArrayList<>();
    private int connections;

    /** Follows the journal at the speed of its client. */
    private final class Reader {
        private final EventStream stream;

        /** Whether it is closed when it is too slow, and not waited for. */
        private final boolean impatient;

        private int next;

        Reader(EventStream stream, boolean impatient) {
            this.stream = stream;
            this.impatient = impatient;
            String last = stream.lastEventId();
            this.next = last == null ? 0 : Integer.parseInt(last);
            stream.closed().onDone(() -> readers.remove(this));
        }

        // region wait
        void goOn() {
            while (next < journal.size() && stream.send(journal.get(next))) {
                next++;
            }
            if (next == EVENTS) {
                stream.close();
            } else if (next < journal.size() && stream.isOpen()) {
                stream.whenWritable().onDone(this::goOn);
            }
        }
        // endregion

        void goOnOrClose() {
            goOn();
            if (impatient && next < journal.size()) {
                stream.close();
            }
        }
    }

    private Snow app(Random random) {
        return new Snow().get("/events", request -> {
            connections++;
            if (String.valueOf(EVENTS).equals(request.header("Last-Event-ID"))) {
                return Response.of(Status.NO_CONTENT);
            }
            return EventStream.of(request, STREAM, stream -> {
                Reader reader = new Reader(stream, random.nextBoolean());
                readers.add(reader);
                reader.goOnOrClose();
            });
        });
    }

    private void publish(Random random) {
        String id = Integer.toString(journal.size() + 1);
        journal.add(ServerSentEvent.of("event " + id + "\n" + "\u00e4".repeat(random.nextInt(60)))
                .withId(id));
        List.copyOf(readers).forEach(Reader::goOnOrClose);
    }

    /** Each connection brings a few events at least, so that there is an end. */
    private static Faults faults(Random random) {
        Faults faults = World.segmented(Faults.benign(random));
        return switch (random.nextInt(4)) {
            case 0 -> faults.resets(0.001); // a segment may be a byte
            case 1 -> faults.resetAfter(600 + random.nextInt(1_000));
            case 2 -> faults.endAfter(600 + random.nextInt(1_000));
            default -> faults.refusals(0.5);
        };
    }

    @Seeds
    void noEventIsLostAndNoneComesTwice(Simulation simulation) {
        Random random = simulation.random();
        simulation.network().faults(faults(random));
        Duration cut = Duration.ofMillis(random.nextInt(3_000));
        simulation.network().partition(World.SERVER, World.CLIENT, cut, cut.plusMillis(random.nextInt(10_000)));
        try (World world = new World(simulation, app(random))) {
            for (int i = 0; i < EVENTS; i++) {
                simulation.at(
                        Duration.ofMillis(random.nextInt(5_000)),
                        () -> world.serverLoop.execute(() -> publish(random)));
            }
            EventSourceOptions options = EventSourceOptions.builder()
                    .retry(Duration.ofMillis(200))
                    .maxBackOff(Duration.ofSeconds(2))
                    .idle(Duration.ofSeconds(4))
                    .random(random)
                    .build();
            EventSource source = EventSource.of(world.fetcher, Request.get(world.server.url("/events")), options);
            Future<?> end = source.forEach(event -> received.add(event.id() + ": " + event.data()));
            world.settle();

            assertThat(end.isDone() && !end.isFailed()).as("ended").isTrue();
            assertThat(received)
                    .containsExactlyElementsOf(journal.stream()
                            .map(event -> event.id() + ": " + event.data())
                            .toList());
            assertThat(connections).isGreaterThan(1);
            assertThat(readers).isEmpty();
        }
    }

    /** The server drains: the stream ends, and the client goes to the server that takes its place. */
    @Seeds(40)
    void aDrainEndsTheStreamAtOnce(Simulation simulation) {
        Random random = simulation.random();
        simulation.network().faults(World.segmented(Faults.benign(random)));
        List<Future<?>> drained = new ArrayList<>();
        List<Duration> over = new ArrayList<>();
        try (World world = new World(simulation, app(random))) {
            simulation.at(Duration.ofSeconds(2), () -> world.serverLoop.execute(() -> publish(random)));
            simulation.at(
                    Duration.ofSeconds(4),
                    () -> drained.add(world.server
                            .drain(Duration.ofHours(12))
                            .onDone(() -> over.add(simulation.ticker().elapsed()))));
            EventSource source = EventSource.of(
                    world.fetcher,
                    Request.get(world.server.url("/events")),
                    EventSourceOptions.builder().random(random).build());
            source.forEach(event -> received.add(event.data()));
            simulation.at(Duration.ofMinutes(2), source::close);
            world.settle();

            assertThat(received).hasSize(1);
            assertThat(drained).singleElement().matches(future -> future.isDone() && !future.isFailed());
            assertThat(over).singleElement().satisfies(time -> assertThat(time).isLessThan(Duration.ofMinutes(1)));
        }
    }
}
