// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.chat;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import io.snowloop.client.Fetcher;
import io.snowloop.future.Future;
import io.snowloop.http.JsonMapper;
import io.snowloop.loop.EventLoop;
import io.snowloop.samples.CommandRun;
import io.snowloop.samples.Jackson;
import io.snowloop.samples.redis.FakeRedis;
import io.snowloop.samples.redis.Redis;
import io.snowloop.samples.redis.RedisOptions;
import io.snowloop.server.Server;
import io.snowloop.server.Snow;
import io.snowloop.sim.Faults;
import io.snowloop.sim.Seeds;
import io.snowloop.sim.Simulation;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.ObjectMapper;

/** A chat on two servers that share a Redis, in virtual time. */
class ChatServersTest {
    private static final InetSocketAddress REDIS = new InetSocketAddress("10.0.0.9", 6379);
    private static final JsonMapper JSON = new Jackson(new ObjectMapper());

    private final Simulation simulation = new Simulation(1);
    private final FakeRedis redis = new FakeRedis(simulation.loop("10.0.0.9"), REDIS);

    @BeforeEach
    void start() throws Exception {
        redis.start();
        serve(simulation, "10.0.0.1");
        serve(simulation, "10.0.0.2");
        simulation.runFor(ofSeconds(1));
    }

    @AfterEach
    void close() {
        simulation.close();
    }

    private static void serve(Simulation simulation, String host) throws Exception {
        serve(simulation, host, simulation.loop(host));
    }

    private static Server serve(Simulation simulation, String host, EventLoop loop) throws Exception {
        Snow app = simulation.runUntil(loop.submit(() -> Future.completed(
                Chat.sharing(Redis.on(loop, RedisOptions.of(REDIS).withRandom(simulation.random())), JSON))));
        return Server.of(app).on(loop).listen(host, 80);
    }

    @Test
    void whatOneSaysAllReadOnEitherServer() throws Exception {
        Member holle = new Member(simulation, "10.0.0.1", "10.0.0.3", "Holle");
        simulation.runFor(ofSeconds(1));
        Member marie = new Member(simulation, "10.0.0.2", "10.0.0.4", "Marie");
        simulation.runFor(ofSeconds(1));
        holle.say("it snows");
        simulation.runFor(ofSeconds(1));
        marie.socket.loop().execute(marie.socket::close);
        simulation.runFor(ofSeconds(1));

        assertThat(holle.read)
                .containsExactly(
                        "{\"here\":[]}",
                        "{\"came\":\"Holle\"}",
                        "{\"came\":\"Marie\"}",
                        "{\"from\":\"Holle\",\"id\":\"Holle-1\",\"text\":\"it snows\"}",
                        "{\"left\":\"Marie\"}");
        assertThat(marie.read)
                .containsExactly(
                        "{\"here\":[\"Holle\"]}",
                        "{\"came\":\"Marie\"}",
                        "{\"from\":\"Holle\",\"id\":\"Holle-1\",\"text\":\"it snows\"}");
    }

    /** It asks the others who is there, and reads what was said from Redis. */
    @Test
    void aServerThatComesLaterKnowsWhatTheOthersKnow() throws Exception {
        Member holle = new Member(simulation, "10.0.0.1", "10.0.0.3", "Holle");
        holle.say("it snows");
        serve(simulation, "10.0.0.5");
        simulation.runFor(ofSeconds(1));

        Member ada = new Member(simulation, "10.0.0.5", "10.0.0.6", "Ada");
        simulation.runFor(ofSeconds(1));

        assertThat(ada.read)
                .containsExactly(
                        "{\"here\":[\"Holle\"]}",
                        "{\"from\":\"Holle\",\"id\":\"Holle-1\",\"text\":\"it snows\"}",
                        "{\"came\":\"Ada\"}");
    }

    @Test
    void theMembersOfAServerThatIsGoneHaveLeft() throws Exception {
        Member holle = new Member(simulation, "10.0.0.1", "10.0.0.3", "Holle");
        new Member(simulation, "10.0.0.2", "10.0.0.4", "Marie");
        simulation.runFor(ofSeconds(1));
        simulation.network().partition("10.0.0.2", "10.0.0.9");

        simulation.runFor(ofSeconds(15));
        assertThat(holle.read).endsWith("{\"came\":\"Marie\"}");
        simulation.runFor(ofSeconds(10));
        assertThat(holle.read).endsWith("{\"left\":\"Marie\"}");
    }

    @Test
    void whatSomethingElseSendsToItsChannelIsIgnored() throws Exception {
        EventLoop other = simulation.loop("10.0.0.7");
        for (String beat : List.of(
                "nonsense",
                "null",
                "{\"asks\":true,\"here\":[]}",
                "{\"server\":\"x\",\"asks\":true,\"here\":[null]}",
                "{\"server\":\"x\",\"asks\":true}")) {
            simulation.runUntil(other.submit(
                    () -> Redis.on(other, RedisOptions.of(REDIS)).publish("chat:here", beat.getBytes(UTF_8))));
        }
        serve(simulation, "10.0.0.5");
        Member holle = new Member(simulation, "10.0.0.1", "10.0.0.3", "Holle");
        simulation.runFor(ofSeconds(1));
        new Member(simulation, "10.0.0.5", "10.0.0.6", "Ada");
        simulation.runFor(ofSeconds(1));
        assertThat(holle.read).containsExactly("{\"here\":[]}", "{\"came\":\"Holle\"}", "{\"came\":\"Ada\"}");
        simulation.network().partition("10.0.0.5", "10.0.0.9");
        simulation.runFor(ofSeconds(30));

        assertThat(holle.read).endsWith("{\"left\":\"Ada\"}");
        assertThat(redis.calls)
                .filteredOn(call -> call.equals("SUBSCRIBE chat:here"))
                .hasSize(3);
    }

    @Test
    void oneWhoseWordsMayBeLostIsToldSo() throws Exception {
        Member holle = new Member(simulation, "10.0.0.1", "10.0.0.3", "Holle");
        simulation.runFor(ofSeconds(1));
        redis.stop();
        holle.say("lost?");
        simulation.runFor(ofSeconds(15));

        assertThat(holle.socket.isOpen()).isFalse();
        assertThat(holle.said()).isEmpty();
    }

    /** Connections to Redis are lost now and then. All who stay read the same, once, and in the same order. */
    @Test
    void onAnyNetworkAllReadTheSameInTheSameOrder() {
        AtomicInteger said = new AtomicInteger();
        Seeds.check(50, bad -> {
            FakeRedis there = new FakeRedis(bad.loop("10.0.0.9"), REDIS).start();
            serve(bad, "10.0.0.1");
            serve(bad, "10.0.0.2");
            List<Member> members = List.of(
                    new Member(bad, "10.0.0.1", "10.0.0.3", "A"),
                    new Member(bad, "10.0.0.2", "10.0.0.4", "B"),
                    new Member(bad, "10.0.0.2", "10.0.0.5", "C"));
            bad.network().faults(Faults.benign(bad.random()));
            for (int i = 0; i < 3; i++) {
                bad.at(ofMillis(bad.random().nextInt(2_000)), there::lose);
            }
            for (int i = 0; i < 20; i++) {
                members.get(bad.random().nextInt(2)).say("text " + i);
                bad.runFor(ofMillis(bad.random().nextInt(200)));
            }
            bad.runFor(ofSeconds(60));

            List<String> all = there.stream("chat:said");
            assertThat(all).doesNotHaveDuplicates();
            for (Member each : members) {
                if (each.socket.isOpen()) {
                    assertThat(each.said()).isEqualTo(all);
                }
            }
            assertThat(members.get(2).socket.isOpen()).isTrue();
            said.addAndGet(all.size());
        });
        assertThat(said.get()).as("of 1,000").isGreaterThan(300);
    }

    /**
     * Servers are closed in turn, which resets their connections, and Redis loses its own now and then. A member comes again to either server, with
     * what it has not read.
     */
    @Test
    void noWordIsLostAndNoneIsSaidTwice() {
        AtomicInteger again = new AtomicInteger();
        Seeds.check(50, bad -> {
            List<String> hosts = List.of("10.0.0.1", "10.0.0.2");
            FakeRedis there = new FakeRedis(bad.loop("10.0.0.9"), REDIS).start();
            Map<String, EventLoop> loops = new HashMap<>();
            Map<String, Server> servers = new HashMap<>();
            for (String host : hosts) {
                loops.put(host, bad.loop(host));
                servers.put(host, serve(bad, host, loops.get(host)));
            }
            List<Talker> talkers = new ArrayList<>();
            List<EventLoop> clients = new ArrayList<>();
            for (String name : List.of("A", "B", "C")) {
                EventLoop client = bad.loop("10.0.0." + (3 + talkers.size()));
                clients.add(client);
                talkers.add(new Talker(
                        client,
                        Fetcher.on(client),
                        () -> "ws://" + hosts.get(bad.random().nextInt(2)),
                        name));
            }
            bad.network()
                    .faults(Faults.NONE
                            .latency(ofMillis(bad.random().nextInt(50)))
                            .segments(20 + bad.random().nextInt(200))
                            .shuffled());
            for (int i = 0; i < 3; i++) {
                bad.at(ofMillis(bad.random().nextInt(6_000)), there::lose);
            }
            for (int i = 0; i < 40; i++) {
                int talker = bad.random().nextInt(3);
                clients.get(talker).execute(talkers.get(talker)::say);
                bad.runFor(ofMillis(bad.random().nextInt(300)));
                if (i % 10 == 9) {
                    String host = hosts.get(i / 10 % 2);
                    servers.get(host).close();
                    bad.runFor(ofMillis(10 + bad.random().nextInt(1_000)));
                    servers.put(host, serve(bad, host, loops.get(host)));
                }
            }
            bad.runFor(ofSeconds(60));

            for (Talker each : talkers) {
                assertThat(each.unread).isEmpty();
                assertThat(each.twice).isEmpty();
                assertThat(each.read).hasSize(40).containsExactlyElementsOf(talkers.get(0).read);
            }
            List<String> all = there.stream("chat:said");
            again.addAndGet(all.size() - new HashSet<>(all).size());
        });
        assertThat(again.get()).as("words that came twice to Redis").isPositive();
    }

    @Test
    void withoutRedisTheCommandSaysHowToHaveOne() {
        CommandRun run = CommandRun.of("run", "chat", "0", "--redis", "redis://127.0.0.1:1");
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err().replaceAll("\\s+", " "))
                .contains("no Redis at redis://127.0.0.1:1/0: install", "docker run -p 6379:6379 redis");
    }

    @Test
    void aRefusalDoesNotShowAPassword() {
        assertThat(CommandRun.of("run", "chat", "--redis", "redis://:secret@127.0.0.1", "--radish")
                        .err()
                        .replaceAll("\\s+", " "))
                .contains("not --redis redis://...@127.0.0.1 --radish")
                .doesNotContain("secret");
    }

    @Test
    void otherArgumentsAreRefused() {
        for (List<String> wrong : List.of(
                List.of("--redis"),
                List.of("--host"),
                List.of("0", "--radish", "x"),
                List.of("0", "1"),
                List.of("--inherited", "yes"),
                List.of("--inherited", "--reuse-port"),
                List.of("80", "--inherited"))) {
            List<String> args = new ArrayList<>(List.of("run", "chat"));
            args.addAll(wrong);
            assertThat(CommandRun.of(args.toArray(new String[0])).err().replaceAll("\\s+", " "))
                    .as("%s", wrong)
                    .contains("it takes [PORT] [--host HOST] [--redis URL] [--reuse-port] [--inherited], not "
                            + String.join(" ", wrong));
        }
    }
}
