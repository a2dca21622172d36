// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.chat;

import static io.snowloop.samples.chat.Member.message;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import io.snowloop.client.Fetcher;
import io.snowloop.http.JsonMapper;
import io.snowloop.loop.EventLoop;
import io.snowloop.samples.Jackson;
import io.snowloop.server.Server;
import io.snowloop.sim.Faults;
import io.snowloop.sim.Seeds;
import io.snowloop.sim.Simulation;
import io.snowloop.websocket.CloseReason;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.ObjectMapper;

/** What members say has ids, so that they can say again what may be lost: on one server, in virtual time. */
class ChatIdsTest {
    private static final String HOST = "10.0.0.1";
    private static final JsonMapper JSON = new Jackson(new ObjectMapper());

    private final Simulation simulation = new Simulation(1);
    private final EventLoop loop = simulation.loop(HOST);

    @BeforeEach
    void serve() throws IOException {
        serve(loop);
    }

    @AfterEach
    void close() {
        simulation.close();
    }

    private static Server serve(EventLoop loop) throws IOException {
        return Server.of(new Chat(JSON, new OneServer()).app()).on(loop).listen(HOST, 80);
    }

    private Member join(int host, String name) throws Exception {
        return new Member(simulation, HOST, "10.0.0." + host, name);
    }

    /** It has lost its connection before it has read what it said, so it says the same again. */
    @Test
    void whatComesAgainIsSaidOnce() throws Exception {
        Member marie = join(2, "Marie");
        Member holle = join(3, "Holle");
        holle.send(message("7f", "it snows"));
        simulation.runFor(ofSeconds(1));
        Member again = join(4, "Holle");
        again.send(message("7f", "it snows"));
        simulation.runFor(ofSeconds(1));

        assertThat(marie.said()).hasSize(1);
        assertThat(again.said()).hasSize(1);
        assertThat(again.read).endsWith("{\"known\":\"7f\"}");
        assertThat(marie.read).noneMatch(each -> each.contains("known"));
    }

    @Test
    void theIdsOfTenThousandMessagesAreKept() throws Exception {
        OneServer room = new OneServer();
        Server.of(new Chat(JSON, room).app()).on(loop).listen(HOST, 81);
        for (int i = 0; i <= 10_000; i++) {
            room.say("{\"from\":\"Marie\",\"id\":\"" + i + "\",\"text\":\"it snows\"}");
        }
        Member holle = new Member(simulation, HOST + ":81", "10.0.0.2", "Holle");
        holle.send(message("1", "known"));
        simulation.runFor(ofSeconds(1));
        assertThat(holle.read).endsWith("{\"known\":\"1\"}");
        holle.send(message("0", "not known"));
        simulation.runFor(ofSeconds(1));
        assertThat(holle.read).endsWith("{\"from\":\"Holle\",\"id\":\"0\",\"text\":\"not known\"}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "hello",
                "null",
                "{}",
                "{\"id\":\"1\"}",
                "{\"text\":\"a\"}",
                "{\"id\":\"\",\"text\":\"a\"}",
                "{\"id\":\"<b>\",\"text\":\"a\"}"
            })
    void whatIsNoMessageEndsItsSender(String message) throws Exception {
        Member holle = join(2, "Holle");
        Member marie = join(3, "Marie");
        holle.send(message);
        simulation.runFor(ofSeconds(1));
        assertThat(holle.end).isEqualTo(new CloseReason(1008, "say {\"id\": \"1f0c\", \"text\": \"hello\"}"));
        assertThat(marie.read).endsWith("{\"left\":\"Holle\"}");
        assertThat(marie.said()).isEmpty();
    }

    @Test
    void anIdHasABound() throws Exception {
        Member holle = join(2, "Holle");
        holle.send(message("a".repeat(64), "a"));
        simulation.runFor(ofSeconds(1));
        assertThat(holle.said()).hasSize(1);
        holle.send(message("b".repeat(65), "a"));
        simulation.runFor(ofSeconds(1));
        assertThat(holle.end).extracting(CloseReason::code).isEqualTo(CloseReason.POLICY_VIOLATION);
    }

    /** The server is closed again and again, which resets all connections, and what was said before is gone with it. */
    @Test
    void aRestartLosesNoWordThatItsMemberHasNotRead() {
        AtomicInteger came = new AtomicInteger();
        Seeds.check(50, each -> {
            each.network()
                    .faults(Faults.NONE
                            .latency(ofMillis(each.random().nextInt(50)))
                            .segments(20 + each.random().nextInt(200))
                            .shuffled());
            EventLoop host = each.loop(HOST);
            EventLoop client = each.loop("10.0.0.2");
            Server now = serve(host);
            Talker talker = new Talker(client, Fetcher.on(client), () -> "ws://" + HOST, "A");
            for (int i = 0; i < 30; i++) {
                client.execute(talker::say);
                each.runFor(ofMillis(each.random().nextInt(400)));
                if (i % 10 == 9) {
                    now.close();
                    each.runFor(ofMillis(10 + each.random().nextInt(1_000)));
                    now = serve(host);
                }
            }
            each.runFor(ofSeconds(60));
            assertThat(talker.unread).isEmpty();
            assertThat(talker.read).hasSize(30);
            assertThat(talker.twice).isEmpty();
            came.addAndGet(talker.came());
        });
        assertThat(came.get()).isGreaterThan(100);
    }
}
