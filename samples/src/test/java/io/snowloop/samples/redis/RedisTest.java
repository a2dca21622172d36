// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.redis;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.snowloop.future.Future;
import io.snowloop.loop.EventLoop;
import io.snowloop.loop.Scheduler;
import io.snowloop.sim.Faults;
import io.snowloop.sim.Seeds;
import io.snowloop.sim.Simulation;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The client against servers of the simulator, in virtual time. */
class RedisTest {
    private static final InetSocketAddress ADDRESS = new InetSocketAddress("10.0.0.1", 6379);
    private static final InetSocketAddress OTHER = new InetSocketAddress("10.0.0.3", 6379);

    private Simulation simulation = new Simulation(1);
    private final FakeRedis server = new FakeRedis(simulation.loop("10.0.0.1"), ADDRESS);
    private final EventLoop loop = simulation.loop("10.0.0.2");
    private final Redis redis = Redis.on(loop, RedisOptions.of(ADDRESS).withRandom(simulation.random()));

    @AfterEach
    void close() {
        simulation.close();
    }

    private <T extends @Nullable Object> T run(Callable<Future<T>> call) throws Exception {
        return simulation.runUntil(loop.submit(call));
    }

    private static void assertFails(Callable<?> call, Class<? extends Throwable> type, String message) {
        assertThatThrownBy(call::call)
                .isInstanceOf(ExecutionException.class)
                .cause()
                .isInstanceOf(type)
                .hasMessageContaining(message);
    }

    // ------------------------------------------------------------------------------------------------- commands

    @Test
    void answersAreThoseOfTheirCommands() throws Exception {
        server.start();

        assertThat(run(() -> redis.get("a"))).isNull();
        assertThat(run(() -> redis.set("a", "snow")).text()).isEqualTo("OK");
        assertThat(run(() -> redis.get("a"))).isEqualTo("snow");
        assertThat(run(() -> redis.add("n", 5))).isEqualTo(5);
        assertFails(() -> run(() -> redis.call(Command.of("FLY"))), RedisException.class, "ERR unknown command");
        assertThat(server.connections).hasSize(1);
    }

    /** A thousand commands leave together, and none of them waits for an answer: all take one way there and back. */
    @Test
    void noCommandWaitsForAnother() throws Exception {
        server.start();
        simulation.network().faults(Faults.NONE.latency(ofMillis(10)));
        run(redis::ping);
        long begin = loop.ticker().nanoTime();

        List<Long> counts = run(() -> Future.all(
                loop, IntStream.range(0, 1_000).mapToObj(i -> redis.add("n", 1)).toList()));

        assertThat(counts)
                .isEqualTo(
                        IntStream.rangeClosed(1, 1_000).mapToObj(Long::valueOf).toList());
        assertThat(Duration.ofNanos(loop.ticker().nanoTime() - begin)).isEqualTo(ofMillis(20));
    }

    @Test
    void thereIsABoundOfCommandsThatWait() throws Exception {
        server.start();
        Redis bounded = Redis.on(loop, RedisOptions.of(ADDRESS).withMaxPending(3));

        assertFails(
                () -> run(() -> Future.all(
                        loop,
                        IntStream.range(0, 4).mapToObj(i -> bounded.add("n", 1)).toList())),
                RejectedExecutionException.class,
                "set maxPending");
        assertThat(run(() -> bounded.add("n", 1)))
                .as("the others were cancelled before they were sent")
                .isEqualTo(1);
    }

    /** A server that does not read, or is not there, must not fill the memory with values. */
    @Test
    void thereIsABoundOfTheirBytes() throws Exception {
        server.start();
        Redis bounded = Redis.on(loop, RedisOptions.of(ADDRESS).withMaxPendingBytes(3_000));
        Callable<Future<List<RespValue>>> four = () -> Future.all(
                loop,
                IntStream.range(0, 4)
                        .mapToObj(i -> bounded.call(Command.of("SET", "k", "v".repeat(1_000))))
                        .toList());

        assertFails(() -> run(four), RejectedExecutionException.class, "set maxPending or maxPendingBytes");
        assertThat(run(() -> bounded.call(Command.of("SET", "k", "v".repeat(10_000)))))
                .as("one may be larger")
                .isNotNull();
        assertFails(() -> run(four), RejectedExecutionException.class, "set maxPending or maxPendingBytes");
    }

    @Test
    void callersOnOtherLoopsGetTheirAnswersThere() throws Exception {
        server.start();
        EventLoop other = simulation.loop("10.0.0.4");

        Future<Scheduler> answered =
                other.submit(() -> redis.forAllLoops().ping().map(pong -> Scheduler.current()));

        assertThat(simulation.runUntil(answered)).isSameAs(other);
        assertThat(run(() -> redis.forAllLoops().ping())).isEqualTo("PONG");
    }

    @Test
    void theConnectionIsGreetedWithVersionUserAndDatabase() throws Exception {
        server.start();
        Redis other = Redis.on(loop, RedisOptions.of("redis://ada:se%3Acret@10.0.0.1/3"));

        run(other::ping);

        assertThat(server.calls).containsExactly("HELLO 3 AUTH ada se:cret", "SELECT 3", "PING");
    }

    @Test
    void aPasswordThatIsRefusedIsNotTriedAgain() throws Exception {
        server.script = words -> words.get(0).equals("HELLO") ? "-WRONGPASS invalid username-password pair\r\n" : null;
        server.start();

        assertFails(() -> run(redis::ping), RedisException.class, "WRONGPASS");
        assertThat(server.calls).containsExactly("HELLO 3");
    }

    // ------------------------------------------------------------------------------------------------- losses

    @Test
    void aServerThatIsNotThereYetIsWaitedFor() throws Exception {
        simulation.at(ofSeconds(5), () -> {
            try {
                server.start();
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        });

        assertThat(run(redis::ping)).isEqualTo("PONG");
    }

    @Test
    void aCommandThatWasNotSentInTimeSaysSo() {
        long begin = loop.ticker().nanoTime();

        assertFails(() -> run(redis::ping), NotSentException.class, "PING was not sent");
        assertThat(Duration.ofNanos(loop.ticker().nanoTime() - begin)).isEqualTo(ofSeconds(10));
    }

    @Test
    void aCommandThatWasSentWhenTheConnectionWasLostMayHaveRun() throws Exception {
        server.script = words -> {
            if (words.get(0).equals("INCRBY")) {
                server.connections.forEach(each -> each.abort());
            }
            return null;
        };
        server.start();

        assertFails(() -> run(() -> redis.add("n", 1)), IOException.class, "may have run it, or not");
        assertThat(run(() -> redis.get("n"))).as("over another connection").isEqualTo("1");
    }

    /** The answers behind it cannot be told apart any more, so the connection goes. */
    @Test
    void anAnswerThatDoesNotComeEndsTheConnection() throws Exception {
        server.start();
        Future<RespValue> never = run(() -> Future.completed(redis.call(Command.of("NEVER"))));

        assertFails(() -> simulation.runUntil(never), IOException.class, "NEVER was not answered in time");
        assertThat(run(redis::ping)).isEqualTo("PONG");
        assertThat(server.calls).containsExactly("HELLO 3", "NEVER", "HELLO 3", "PING");
    }

    @Test
    void aServerThatLoadsItsDataIsAskedAgain() throws Exception {
        server.script = words ->
                words.get(0).equals("PING") && simulation.ticker().elapsed().compareTo(ofSeconds(3)) < 0
                        ? "-LOADING Redis is loading the dataset in memory\r\n"
                        : null;
        server.start();

        assertThat(run(redis::ping)).isEqualTo("PONG");
    }

    @Test
    void whatIsNoRedisIsRefused() throws Exception {
        server.script = words -> "HTTP/1.1 400 Bad Request\r\n";
        server.start();

        assertFails(
                () -> run(() -> Redis.on(loop, RedisOptions.of(ADDRESS).withTimeout(ofSeconds(1)))
                        .ping()),
                NotSentException.class,
                "PING was not sent");
    }

    /** On bad networks, too, each answer is that of its command, and a number that was added with an answer was added once. */
    @Test
    void onAnyNetworkNoAnswerIsMixedUp() {
        AtomicInteger answered = new AtomicInteger();
        Seeds.check(200, bad -> {
            bad.network().faults(Faults.benign(bad.random()));
            FakeRedis there = new FakeRedis(bad.loop("10.0.0.1"), ADDRESS).start();
            EventLoop here = bad.loop("10.0.0.2");
            Redis client = Redis.on(here, RedisOptions.of(ADDRESS).withRandom(bad.random()));
            for (int i = 0; i < 3; i++) {
                bad.at(
                        ofMillis(bad.random().nextInt(100)),
                        () -> List.copyOf(there.connections).forEach(each -> each.abort()));
            }
            List<Future<Long>> sent = new ArrayList<>();
            for (int i = 0; i < 50; i++) {
                bad.runFor(ofMillis(bad.random().nextInt(5)));
                bad.runUntil(here.submit(() -> {
                    sent.add(client.add("n", 1));
                    return Future.completed(null);
                }));
            }
            List<Long> counts = new ArrayList<>();
            bad.runUntil(Future.allSettled(here, sent)).forEach(outcome -> {
                if (outcome.error() == null) {
                    counts.add(outcome.value());
                }
            });
            assertThat(counts).isSorted().doesNotHaveDuplicates();
            assertThat(Long.parseLong(there.values.getOrDefault("n", "0"))).isBetween((long) counts.size(), 50L);
            answered.addAndGet(counts.size());
        });
        assertThat(answered.get()).as("of 10,000").isGreaterThan(5_000);
    }

    // ------------------------------------------------------------------------------------------------- channels

    @Test
    void aSubscriptionGetsMessagesAndComesBackAfterALoss() throws Exception {
        server.start();
        List<String> log = new ArrayList<>();
        run(() -> {
            Subscription.to(
                    loop,
                    RedisOptions.of(ADDRESS),
                    () -> Future.completed(ADDRESS),
                    List.of("news", "chat"),
                    (channel, message) -> log.add(channel + ": " + new String(message, UTF_8)),
                    () -> log.add("subscribed"));
            return Future.completed(null);
        });
        simulation.runUntil(() -> !log.isEmpty());

        assertThat(run(() -> redis.publish("news", "it snows"))).isEqualTo(1);
        simulation.runUntil(() -> log.size() == 2);
        server.stop();
        simulation.runFor(ofMillis(1)); // its port is free when the loop has come to it
        server.start();
        simulation.runUntil(() -> log.size() == 3);
        assertThat(run(() -> redis.publish("chat", "hello"))).isEqualTo(1);
        simulation.runUntil(() -> log.size() == 4);

        assertThat(log).containsExactly("subscribed", "news: it snows", "subscribed", "chat: hello");
    }

    private void subscribe(List<String> log) throws Exception {
        run(() -> Future.completed(redis.subscribe(
                List.of("news"),
                (channel, message) -> log.add(new String(message, UTF_8)),
                () -> log.add("subscribed"))));
    }

    @Test
    void aMessageAtWhichTheReceiverThrowsEndsNoSubscription() throws Exception {
        server.start();
        List<String> log = new ArrayList<>();
        run(() -> Future.completed(redis.subscribe(
                List.of("news"),
                (channel, message) -> log.add(String.valueOf(Integer.parseInt(new String(message, UTF_8)))),
                () -> log.add("subscribed"))));
        simulation.runUntil(() -> !log.isEmpty());

        run(() -> redis.publish("news", "nonsense"));
        run(() -> redis.publish("news", "1"));
        simulation.runFor(ofSeconds(10));

        assertThat(log).containsExactly("subscribed", "1");
    }

    /** By the pauses, which grow up to two seconds: a server that refuses must not be asked without an end at once. */
    @Test
    void aSubscriptionThatIsRefusedIsTriedAgainAfterPausesThatGrow() throws Exception {
        server.script = words -> words.get(0).equals("SUBSCRIBE") ? "-NOPERM no access to this channel\r\n" : null;
        server.start();
        List<String> log = new ArrayList<>();
        subscribe(log);

        simulation.runFor(ofSeconds(60));
        assertThat(server.calls)
                .filteredOn(call -> call.startsWith("SUBSCRIBE"))
                .hasSizeBetween(30, 70);
        server.script = words -> null;
        simulation.runFor(ofSeconds(3));
        assertThat(log).containsExactly("subscribed");
    }

    @Test
    void aServerThatDoesNotAnswerASubscriptionIsLeft() throws Exception {
        server.script = words -> words.get(0).equals("HELLO") ? null : "";
        server.start();
        List<String> log = new ArrayList<>();
        subscribe(log);

        simulation.runFor(ofSeconds(11));
        assertThat(log).isEmpty();
        server.script = words -> null;
        simulation.runFor(ofSeconds(11));
        assertThat(log).containsExactly("subscribed");
    }

    /** Without a sign: no segment arrives any more. */
    @Test
    void aSubscriptionNoticesThatItsConnectionIsDead() throws Exception {
        server.start();
        List<String> log = new ArrayList<>();
        subscribe(log);
        simulation.runFor(ofSeconds(1));

        simulation.network().partition("10.0.0.1", "10.0.0.2");
        simulation.runFor(ofSeconds(25));
        simulation.network().heal("10.0.0.1", "10.0.0.2");
        simulation.runFor(ofSeconds(10));

        assertThat(log).containsExactly("subscribed", "subscribed");
        assertThat(run(() -> redis.publish("news", "it thaws"))).isEqualTo(1);
    }

    // ------------------------------------------------------------------------------------- sentinels and clusters

    @Test
    void afterAFailOverTheSentinelsNameAnotherMaster() throws Exception {
        FakeRedis other = new FakeRedis(simulation.loop("10.0.0.3"), OTHER).start();
        server.start();
        List<String> master = new ArrayList<>(List.of("10.0.0.1"));
        List<SocketAddress> addresses = new ArrayList<>();
        for (int i = 4; i < 7; i++) {
            InetSocketAddress address = new InetSocketAddress("10.0.0." + i, 26_379);
            FakeRedis sentinel = new FakeRedis(simulation.loop("10.0.0." + i), address);
            sentinel.script = words ->
                    words.get(0).equals("SENTINEL") ? "*2\r\n$8\r\n" + master.get(0) + "\r\n$4\r\n6379\r\n" : null;
            addresses.add(address);
            if (i > 4) { // the first one is not there
                sentinel.start();
            }
        }
        Sentinels sentinels = new Sentinels(loop, RedisOptions.of(ADDRESS), addresses, "main");
        Redis followed = Redis.on(loop, RedisOptions.of(ADDRESS), sentinels);
        run(() -> followed.set("a", "before"));

        master.set(0, "10.0.0.3");
        server.script = words ->
                words.get(0).equals("SET") ? "-READONLY You can't write against a read only replica.\r\n" : null;
        run(() -> followed.set("a", "after"));

        assertThat(server.values).containsEntry("a", "before");
        assertThat(other.values).containsEntry("a", "after");
    }

    @Test
    void inAClusterACommandGoesToTheServerOfItsKey() throws Exception {
        FakeRedis other = new FakeRedis(simulation.loop("10.0.0.3"), OTHER).start();
        server.start();
        String slots =
                "*2\r\n*3\r\n:0\r\n:8191\r\n*2\r\n$8\r\n10.0.0.1\r\n:6379\r\n*3\r\n:8192\r\n:16383\r\n*2\r\n$8\r\n10.0.0.3\r\n:6379\r\n";
        server.script = words -> words.get(0).equals("CLUSTER") ? slots : null;
        RedisCluster cluster = new RedisCluster(loop, RedisOptions.of(ADDRESS), List.of(ADDRESS));

        assertThat(Slots.of("123456789")).isEqualTo(12_739); // of the specification
        assertThat(Slots.of("{user1000}.following")).isEqualTo(Slots.of("user1000"));
        assertThat(Slots.of("foo{}{bar}")).isNotEqualTo(Slots.of("bar"));
        run(() -> cluster.set("123456789", "x"));
        run(() -> cluster.set("b", "y")); // slot 3,300

        assertThat(other.values).containsOnlyKeys("123456789");
        assertThat(server.values).containsOnlyKeys("b");
        assertThat(server.calls).filteredOn(call -> call.startsWith("CLUSTER")).hasSize(1);
    }

    @Test
    void aSlotThatHasMovedIsFollowedAndRememberedAndOneOnItsWayIsAskedOnce() throws Exception {
        FakeRedis other = new FakeRedis(simulation.loop("10.0.0.3"), OTHER).start();
        server.start();
        server.script = words -> switch (words.get(0)) {
            case "CLUSTER" -> "*1\r\n*3\r\n:0\r\n:16383\r\n*2\r\n$0\r\n\r\n:6379\r\n";
            case "SET" -> words.get(1).equals("b") ? "-MOVED 3300 10.0.0.3:6379\r\n" : "-ASK 15495 10.0.0.3:6379\r\n";
            default -> null;
        };
        RedisCluster cluster = new RedisCluster(loop, RedisOptions.of(ADDRESS), List.of(ADDRESS));

        run(() -> cluster.set("b", "1"));
        run(() -> cluster.set("b", "2"));
        run(() -> cluster.set("a", "1"));
        run(() -> cluster.set("a", "2"));

        assertThat(server.calls).containsExactly("HELLO 3", "CLUSTER SLOTS", "SET b 1", "SET a 1", "SET a 2");
        assertThat(other.calls)
                .containsExactly("HELLO 3", "SET b 1", "SET b 2", "ASKING", "SET a 1", "ASKING", "SET a 2");
    }

    /** It is then what the server says, and no exception of our own code. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "MOVED 1 nowhere",
                "MOVED 16384 10.0.0.1:6379",
                "MOVED x 10.0.0.1:6379",
                "MOVED 1 10.0.0.1:65536",
                "ASK 1 10.0.0.1:",
                "MOVED"
            })
    void aRedirectThatIsNoneIsARefusal(String answer) throws Exception {
        server.start();
        server.script = words -> switch (words.get(0)) {
            case "CLUSTER" -> "*0\r\n";
            case "GET" -> "-" + answer + "\r\n";
            default -> null;
        };
        RedisCluster cluster = new RedisCluster(loop, RedisOptions.of(ADDRESS), List.of(ADDRESS));

        assertFails(() -> run(() -> cluster.get("a")), RedisException.class, answer);
    }

    /** Then the next server is asked. Ranges that overlap could keep the loop busy for as long as the server likes. */
    @ParameterizedTest
    @ValueSource(strings = {"0 8191 8191 16383", "0 16384 0 1", "-1 0 1 2", "5 4 6 7", "4294967296 4294967297 0 1"})
    void rangesOfSlotsThatAreNoneAreAnError(String bounds) throws Exception {
        FakeRedis other = new FakeRedis(simulation.loop("10.0.0.3"), OTHER).start();
        server.start();
        String[] each = bounds.split(" ");
        String range = "*3\r\n:%s\r\n:%s\r\n*2\r\n$8\r\n10.0.0.1\r\n:6379\r\n";
        String wrong = "*2\r\n" + range.formatted(each[0], each[1]) + range.formatted(each[2], each[3]);
        server.script = words -> words.get(0).equals("CLUSTER") ? wrong : null;
        other.script = words ->
                words.get(0).equals("CLUSTER") ? "*1\r\n*3\r\n:0\r\n:16383\r\n*2\r\n$8\r\n10.0.0.3\r\n:6379\r\n" : null;
        RedisOptions options = RedisOptions.of(ADDRESS).withRandom(() -> 0); // begins with the first
        RedisCluster cluster = new RedisCluster(loop, options, List.of(ADDRESS, OTHER));

        run(() -> cluster.set("b", "1"));

        assertThat(server.calls).containsExactly("HELLO 3", "CLUSTER SLOTS");
        assertThat(other.values).containsOnlyKeys("b");
    }

    /** A receiver that throws, and an entry that no stream has, hold up no later message. */
    @ParameterizedTest
    @ValueSource(strings = {"", "*1\r\n+x\r\n", "*1\r\n*2\r\n+1\r\n*0\r\n", "*1\r\n_\r\n"})
    void aBroadcastGoesOn(String first) throws Exception {
        server.start();
        boolean[] asked = {first.isEmpty()};
        server.script = words -> {
            if (!words.get(0).equals("XRANGE") || asked[0]) {
                return null;
            }
            asked[0] = true;
            return first;
        };
        List<String> received = new ArrayList<>();
        RedisBroadcast news = run(() -> Future.completed(new RedisBroadcast(redis, "news", 100, message -> {
            received.add(message);
            if (message.equals("1")) {
                throw new IllegalStateException("by the receiver");
            }
        })));
        run(() -> news.publish("1").flatMap(sent -> news.publish("2")).map(sent -> null));
        simulation.runFor(ofSeconds(5));

        assertThat(received).containsExactly("1", "2");
    }

    /** Each server is a connection: a cluster that names others again and again must not fill the memory. */
    @Test
    void ofTheServersOfAClusterSoManyAreKept() throws Exception {
        server.start();
        int[] port = {1_000};
        server.script = words -> switch (words.get(0)) {
            case "CLUSTER" -> "*0\r\n";
            case "GET" -> "-ASK 1 10.0.0.3:" + ++port[0] + "\r\n";
            default -> null;
        };
        RedisCluster cluster = new RedisCluster(loop, RedisOptions.of(ADDRESS), List.of(ADDRESS));

        while (port[0] < 3_000) {
            assertFails(() -> run(() -> cluster.get("a")), IOException.class, "");
        }

        assertThat(cluster.servers()).isEqualTo(1_001);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                ">0",
                ">1\r\n*0",
                ">3\r\n+message\r\n+c\r\n_",
                ">2\r\n+subscribe\r\n+c",
                ">3\r\n+subscribe\r\n+c\r\n+x"
            })
    void aPushThatIsNoMessageIsIgnored(String push) throws Exception {
        server.start();
        List<String> received = new ArrayList<>();
        server.script =
                words -> words.get(0).equals("SUBSCRIBE") ? push + "\r\n>3\r\n+message\r\n+c\r\n+snow\r\n" : null;

        run(() -> Future.completed(
                redis.subscribe(List.of("c"), (channel, text) -> received.add(new String(text, UTF_8)), () -> {})));
        simulation.runFor(ofSeconds(1));

        assertThat(received).containsExactly("snow");
        assertThat(server.connections).hasSize(1);
    }

    @Test
    void aServerThatIsGoneIsReplacedByTheOneThatHasTakenOver() throws Exception {
        FakeRedis other = new FakeRedis(simulation.loop("10.0.0.3"), OTHER).start();
        server.start();
        server.script = words ->
                words.get(0).equals("CLUSTER") ? "*1\r\n*3\r\n:0\r\n:16383\r\n*2\r\n$8\r\n10.0.0.1\r\n:6379\r\n" : null;
        other.script = words -> words.get(0).equals("CLUSTER")
                ? "*1\r\n*3\r\n:0\r\n:16383\r\n*2\r\n$8\r\n10.0.0."
                        + (simulation.ticker().elapsed().compareTo(ofSeconds(3)) > 0 ? 3 : 1) + "\r\n:6379\r\n"
                : null;
        RedisCluster cluster = new RedisCluster(loop, RedisOptions.of(ADDRESS), List.of(ADDRESS, OTHER));
        run(() -> cluster.set("a", "before"));
        server.stop();
        simulation.runFor(ofMillis(1)); // the client sees the end of its connection

        run(() -> cluster.set("a", "after"));

        assertThat(other.values).containsEntry("a", "after");
    }

    @Test
    void oneCallerWhoLosesPatienceEndsNothingForOthers() throws Exception {
        server.start();
        server.script = words ->
                words.get(0).equals("CLUSTER") && simulation.ticker().elapsed().compareTo(ofSeconds(1)) < 0
                        ? "-LOADING not yet\r\n"
                        : words.get(0).equals("CLUSTER") ? slots("10.0.0.1") : null;
        RedisCluster cluster = new RedisCluster(loop, RedisOptions.of(ADDRESS), List.of(ADDRESS));
        Future<RespValue> patient = run(() -> Future.completed(cluster.set("a", "1")));
        Future<RespValue> impatient =
                run(() -> Future.completed(cluster.set("a", "2").timeout(ofMillis(250))));

        assertThat(simulation.runUntil(patient).text()).isEqualTo("OK");
        assertThat(impatient.isFailed()).isTrue();
    }

    private static String slots(String host) {
        return "*1\r\n*3\r\n:0\r\n:16383\r\n*2\r\n$8\r\n" + host + "\r\n:6379\r\n";
    }

    /** A caller gets an error after its time-out. By then the others know where to ask. */
    @Test
    void aServerThatSaysNothingIsReplacedForTheNextCaller() throws Exception {
        FakeRedis other = new FakeRedis(simulation.loop("10.0.0.3"), OTHER).start();
        server.start();
        other.script = words -> words.get(0).equals("CLUSTER") ? slots("10.0.0.3") : null;
        server.script = words -> words.get(0).equals("CLUSTER") ? slots("10.0.0.1") : null;
        RedisCluster cluster =
                new RedisCluster(loop, RedisOptions.of(ADDRESS).withTimeout(ofSeconds(1)), List.of(ADDRESS, OTHER));
        run(() -> cluster.call(Command.of("PING")));
        server.script = words -> ""; // it accepts connections, and says nothing
        List.copyOf(server.connections).forEach(each -> each.abort());
        simulation.runFor(ofMillis(1));
        List<Future<RespValue>> lost = new ArrayList<>();
        for (int i = 0; i < 4; i++) { // so the connect of the first one takes the time of the others
            lost.add(run(() -> Future.completed(cluster.set("a", "lost"))));
            simulation.runFor(ofMillis(300));
        }
        simulation.runFor(ofSeconds(2));
        assertThat(lost).allSatisfy(each -> assertThat(each.isDone()).isTrue());

        run(() -> cluster.set("a", "after"));
        assertThat(other.values).containsEntry("a", "after");
    }

    @Test
    void whatIsOnItsWayIsAskedForAgainUntilItHasCome() throws Exception {
        FakeRedis other = new FakeRedis(simulation.loop("10.0.0.3"), OTHER).start();
        server.start();
        server.script = words -> switch (words.get(0)) {
            case "CLUSTER" -> slots("10.0.0.1");
            case "SET" -> "-ASK 15495 10.0.0.3:6379\r\n";
            default -> null;
        };
        other.script = words -> {
            boolean asked = other.calls.size() > 1
                    && other.calls.get(other.calls.size() - 2).equals("ASKING");
            long sets =
                    other.calls.stream().filter(call -> call.startsWith("SET")).count();
            return words.get(0).equals("SET") && !asked
                    ? "-MOVED 15495 10.0.0.1:6379\r\n"
                    : words.get(0).equals("SET") && sets < 3 ? "-TRYAGAIN not all keys are here\r\n" : null;
        };
        RedisCluster cluster = new RedisCluster(loop, RedisOptions.of(ADDRESS), List.of(ADDRESS));

        assertThat(run(() -> cluster.set("a", "1")).text()).isEqualTo("OK");
        assertThat(other.values).containsEntry("a", "1");
    }

    // ------------------------------------------------------------------------------------------------- options

    @Test
    void aUrlSaysWhereTheServerIs() {
        assertThat(RedisOptions.of("redis://10.0.0.1").address()).isEqualTo(ADDRESS);
        assertThat(RedisOptions.of("rediss://:pw@10.0.0.1:7000/2"))
                .returns(2, RedisOptions::database)
                .returns("pw", RedisOptions::password)
                .returns("", RedisOptions::user)
                .satisfies(options -> assertThat(options.tls()).isNotNull());
        for (String wrong : List.of("http://a", "redis:a", "redis://", "redis://a/x", "redis://a b", "redis://a/-1")) {
            assertThatThrownBy(() -> RedisOptions.of(wrong)).as(wrong).isInstanceOf(IllegalArgumentException.class);
        }
    }
}
