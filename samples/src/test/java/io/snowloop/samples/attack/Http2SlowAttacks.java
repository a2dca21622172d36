// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.attack;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.snowloop.http.h2.ErrorCode;
import io.snowloop.testing.Frames;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;

/** What clients of HTTP/2 do that leave, or stay and do not go on. */
final class Http2SlowAttacks {
    private static final int STREAMS = 100;
    private static final int WINDOW_SIZE = 4;

    /** Of a server that resets what does not go on; many more than it takes. */
    private static final int MOST_ROUNDS = 500;

    private static final Frames PART_OF_A_PREFACE =
            new Frames().text(Frames.PREFACE.substring(0, Frames.PREFACE.length() - 1));
    private static final Frames PART_OF_FIELDS =
            Frames.client().frame(1, Frames.END_STREAM, 1, Frames.block(":method", "GET"));

    /** What a client may have sent when it leaves or stays. */
    private static final List<byte[]> STEPS = Stream.of(
                    PART_OF_A_PREFACE,
                    new Frames().text(Frames.PREFACE),
                    Frames.client(),
                    Frames.client().text("\0\0"),
                    PART_OF_FIELDS,
                    uploads(Frames.client()),
                    requests("/never", Frames.client()),
                    requests("/quiet", Frames.client()),
                    requests("/endless", Frames.client()),
                    withoutWindows("/endless"),
                    requests("/endless", wide()))
            .map(Frames::toBytes)
            .toList();

    private Http2SlowAttacks() {}

    static Stream<Attack> all() {
        return Stream.of(
                Attack.of("fields byte by byte", Http2SlowAttacks::sendSlowly),
                Attack.of("uploads whose data never comes", Http2SlowAttacks::sendNoData),
                Attack.of("responses without a window", Http2SlowAttacks::openNoWindow),
                Attack.of("windows of a byte", Http2SlowAttacks::openBytes));
    }

    /** While they are made, there may be no memory for others, or nothing else may happen. */
    static Stream<Attack> alone() {
        return Stream.of(
                Attack.of("clients close at each step", PeerAttacks.atEachStep(STEPS, Client::close)),
                Attack.of("clients reset at each step", PeerAttacks.atEachStep(STEPS, Client::reset)),
                staying("a part of a preface", PART_OF_A_PREFACE),
                staying("a preface and no SETTINGS", new Frames().text(Frames.PREFACE)),
                staying("no request", Frames.client()),
                staying("a part of a frame", Frames.client().text("\0\0")),
                staying("a part of the fields of a request", PART_OF_FIELDS),
                staying("requests for large responses, and read nothing", requests("/endless", wide())));
    }

    private static Attack staying(String name, Frames sent) {
        return Attack.of("clients send " + name + ", and stay", PeerAttacks.stayingAfter(sent.toBytes()));
    }

    // ------------------------------------------------------------------------------------------------------- frames

    private static Frames requests(String path, Frames frames) {
        for (int stream = 1; stream < 2 * STREAMS; stream += 2) {
            Http2Attacks.get(path, stream, frames);
        }
        return frames;
    }

    private static Frames uploads(Frames frames) {
        for (int stream = 1; stream < 2 * STREAMS; stream += 2) {
            Http2Attacks.post(stream, frames, "content-length", "10");
        }
        return frames;
    }

    /** The server may send nothing of the responses but their heads. */
    static Frames withoutWindows(String path) {
        return requests(path, Frames.client().settings(WINDOW_SIZE, 0));
    }

    /** With the largest windows that there are. */
    private static Frames wide() {
        return Frames.client().settings(WINDOW_SIZE, Integer.MAX_VALUE).windowUpdate(0, Integer.MAX_VALUE - 65_535);
    }

    // ------------------------------------------------------------------------------------------------------ actions

    /** They take longer than the server waits for them, and there is no answer when they are complete. */
    private static void sendSlowly(Target target) throws IOException {
        try (FrameClient client = new FrameClient(target)) {
            client.send(Frames.client());
            byte[] request = Http2Attacks.get("/plaintext", 1, new Frames()).toBytes();
            for (byte each : request) {
                client.send(new Frames().text(new String(new byte[] {each}, ISO_8859_1)));
                target.pause();
            }
            client.awaitEnd();
            assertThat(client.goAway).isEqualTo(ErrorCode.NO_ERROR);
            assertThat(client.statuses).isEmpty();
        }
    }

    private static void sendNoData(Target target) throws IOException {
        try (FrameClient client = new FrameClient(target)) {
            client.send(uploads(Frames.client())).awaitEnd();
            assertThat(client.statuses.values()).hasSize(STREAMS).containsOnly("408");
            assertThat(client.resets.values()).hasSize(STREAMS).containsOnly(ErrorCode.NO_ERROR);
            assertThat(client.goAway).as("it was idle then").isEqualTo(ErrorCode.NO_ERROR);
        }
    }

    private static void openNoWindow(Target target) throws IOException {
        try (FrameClient client = new FrameClient(target)) {
            client.send(withoutWindows("/endless")).awaitEnd();
            assertThat(client.resets.values()).hasSize(STREAMS).containsOnly(ErrorCode.CANCEL);
            assertThat(client.goAway).as("it was idle then").isEqualTo(ErrorCode.NO_ERROR);
        }
    }

    /** CVE-2019-9511, more slowly than a client has to read. */
    private static void openBytes(Target target) throws IOException {
        try (FrameClient client = new FrameClient(target)) {
            client.send(requests("/endless", Frames.client().settings(WINDOW_SIZE, 1)));
            for (int i = 0; i < MOST_ROUNDS && client.resets.size() < STREAMS; i++) {
                Frames updates = new Frames();
                for (int stream = 1; stream < 2 * STREAMS; stream += 2) {
                    updates.windowUpdate(stream, 1);
                }
                assertThat(client.send(updates).catchUp()).as(client.toString()).isTrue();
                target.pause();
            }
            assertThat(client.resets.values()).hasSize(STREAMS).containsOnly(ErrorCode.CANCEL);
        }
    }
}
