// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.time.Duration.ofMillis;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.snowloop.future.Future;
import io.snowloop.loop.EventLoop;
import io.snowloop.samples.redis.Command;
import io.snowloop.samples.redis.Redis;
import io.snowloop.samples.redis.RedisCluster;
import io.snowloop.samples.redis.RedisException;
import io.snowloop.samples.redis.RedisOptions;
import io.snowloop.samples.redis.RespValue;
import io.snowloop.samples.redis.Sentinels;
import io.snowloop.samples.redis.Subscription;
import io.snowloop.testing.TestAuthority;
import io.snowloop.tls.TlsConfig;
import io.snowloop.tls.Trust;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.testcontainers.junit.jupiter.Container;

@NeedsDocker
@DisplayName("The client of Redis meets Redis")
class RedisIT {
    private static final TestAuthority AUTHORITY = new TestAuthority("peers");

    @Container
    private static final PeerContainer SERVER = PeerContainer.redis(
                    "redis-server --port 6379 --protected-mode no --user ada on '>pw' '~*' '&*' +@all --save ''"
                            + " --tls-port 6380 --tls-cert-file /etc/peer/chain.pem --tls-key-file /etc/peer/key.pem"
                            + " --tls-ca-cert-file /etc/peer/ca.pem --tls-auth-clients no")
            .withIdentity(AUTHORITY)
            .withExposedPorts(6379, 6380);

    private EventLoop loop;

    @BeforeEach
    void open() throws Exception {
        loop = EventLoop.open();
    }

    @AfterEach
    void close() {
        loop.close();
    }

    private <T extends @Nullable Object> T run(Callable<Future<T>> call) throws Exception {
        return loop.runUntil(loop.submit(call));
    }

    private static RedisOptions options(PeerContainer container, int port) {
        return RedisOptions.of(new InetSocketAddress(container.getHost(), container.getMappedPort(port)));
    }

    private Redis redis() {
        return Redis.on(loop, options(SERVER, 6379));
    }

    @Test
    void valuesOfAllKinds() throws Exception {
        Redis redis = redis();
        byte[] bytes = {0, '\r', '\n', -1};

        run(() -> redis.set("bytes", bytes));
        assertThat(run(() -> redis.call(Command.of("GET", "bytes"))).bytes()).isEqualTo(bytes);
        assertThat(run(() -> redis.get("none"))).isNull();
        run(() -> redis.call(Command.of("HSET", "hash", "a", 1, "b", 2)));
        assertThat(run(() -> redis.call(Command.of("HGETALL", "hash"))).pairs())
                .extracting(Map.Entry::getKey, pair -> pair.getValue().number())
                .containsExactlyInAnyOrder(
                        org.assertj.core.groups.Tuple.tuple("a", 1L), org.assertj.core.groups.Tuple.tuple("b", 2L));
        run(() -> redis.call(Command.of("ZADD", "scores", 1.5, "x")));
        assertThat(run(() -> redis.call(Command.of("ZSCORE", "scores", "x")))).isEqualTo(new RespValue.Real(1.5));
        assertThat(run(() -> redis.addToSet("set", List.of("a", "b", "a")))).isEqualTo(2);
        assertThat(run(() -> redis.eval("return {1, KEYS[1], ARGV[1]}", List.of("k"), "v"))
                        .items())
                .extracting(RespValue::text)
                .containsExactly("1", "k", "v");
        assertThatThrownBy(() -> run(() -> redis.call(Command.of("LPUSH", "set", "x"))))
                .cause()
                .isInstanceOf(RedisException.class)
                .hasMessageStartingWith("WRONGTYPE");
    }

    @Test
    void fiveThousandCommandsAtOnce() throws Exception {
        Redis redis = redis();

        List<Long> counts = run(() -> Future.all(
                loop,
                IntStream.range(0, 5_000).mapToObj(i -> redis.add("count", 1)).toList()));

        assertThat(counts)
                .isEqualTo(
                        IntStream.rangeClosed(1, 5_000).mapToObj(Long::valueOf).toList());
    }

    @Test
    void aUserAndADatabase() throws Exception {
        Redis ada = Redis.on(loop, options(SERVER, 6379).withLogin("ada", "pw").withDatabase(3));

        assertThat(run(() -> ada.call(Command.of("ACL", "WHOAMI"))).text()).isEqualTo("ada");
        assertThat(run(() -> ada.call(Command.of("CLIENT", "INFO"))).text()).contains(" db=3 ", " resp=3");
        assertThatThrownBy(() -> run(() -> Redis.on(loop, options(SERVER, 6379).withLogin("ada", "no"))
                        .ping()))
                .cause()
                .isInstanceOf(RedisException.class)
                .hasMessageStartingWith("WRONGPASS");
    }

    @Test
    void overTls() throws Exception {
        TlsConfig tls = TlsConfig.client(Trust.certificates(List.of(AUTHORITY.certificate)));

        assertThat(run(() -> Redis.on(loop, options(SERVER, 6380).withTls(tls)).ping()))
                .isEqualTo("PONG");
    }

    @Test
    void messagesComeAgainAfterALoss() throws Exception {
        Redis redis = redis();
        List<String> log = new ArrayList<>();
        Subscription subscription = run(() -> Future.completed(Subscription.to(
                loop,
                options(SERVER, 6379),
                () -> Future.completed(options(SERVER, 6379).address()),
                List.of("news"),
                (channel, message) -> log.add(channel + ": " + new String(message, UTF_8)),
                () -> log.add("subscribed"))));
        loop.runWhile(() -> log.isEmpty());

        run(() -> redis.publish("news", "it snows"));
        loop.runWhile(() -> log.size() < 2);
        run(() -> redis.call(Command.of("CLIENT", "KILL", "TYPE", "pubsub")));
        loop.runWhile(() -> log.size() < 3);
        run(() -> redis.publish("news", "it thaws"));
        loop.runWhile(() -> log.size() < 4);

        assertThat(log).containsExactly("subscribed", "news: it snows", "subscribed", "news: it thaws");
        subscription.close();
    }

    /** The server stands still for a while, and nothing is lost. */
    @Test
    void aServerThatIsPausedIsWaitedFor() throws Exception {
        Redis redis = redis();
        run(redis::ping);
        SERVER.engine().pauseContainerCmd(SERVER.getContainerId()).exec();
        Future<Long> added;
        try {
            added = run(() -> {
                Future<Long> answer = redis.add("paused", 1);
                return loop.sleep(ofMillis(300)).map(slept -> answer);
            });
            assertThat(added.isDone()).isFalse();
        } finally {
            SERVER.engine().unpauseContainerCmd(SERVER.getContainerId()).exec();
        }

        assertThat(loop.runUntil(added)).isEqualTo(1);
    }

    @Test
    void aFailOver() throws Exception {
        try (PeerContainer servers = PeerContainer.redis(
                "redis-server --port 7001 --protected-mode no --save ''",
                "redis-server --port 7002 --protected-mode no --save ''")) {
            servers.start();
            String address = servers.address();
            // an address that both the servers and this machine can use
            servers.run("redis-cli", "-p", "7002", "replicaof", address, "7001");
            servers.run(
                    "sh",
                    "-c",
                    "printf 'port 7003\\nprotected-mode no\\nsentinel monitor main " + address
                            + " 7001 1\\nsentinel down-after-milliseconds main 500\\nsentinel failover-timeout main 5000\\n'"
                            + " > /tmp/sentinel.conf && redis-server /tmp/sentinel.conf --sentinel --daemonize yes");
            Sentinels sentinels =
                    new Sentinels(loop, options("127.0.0.1", 1), List.of(new InetSocketAddress(address, 7003)), "main");
            Redis redis = Redis.on(loop, options(address, 7001), sentinels);
            run(() -> redis.set("a", "before"));
            run(() -> redis.call(Command.of("WAIT", 1, 5_000)));
            servers.run(
                    "sh", "-c", "until redis-cli -p 7003 sentinel replicas main | grep -q 7002; do sleep 0.1; done");

            servers.run("redis-cli", "-p", "7001", "shutdown", "nosave");

            assertThat(setUntilItIsTaken(redis, "a", "after", 20).text()).isEqualTo("OK");
            assertThat(servers.run("redis-cli", "-p", "7002", "get", "a")).isEqualTo("after\n");
        }
    }

    /** To set a value twice does no harm, so it may be tried again whether it was run or not. */
    private RespValue setUntilItIsTaken(Redis redis, String key, String value, int attempts) throws Exception {
        return run(() -> attempt(redis, key, value, attempts));
    }

    private Future<RespValue> attempt(Redis redis, String key, String value, int attempts) {
        return redis.set(key, value)
                .recoverWith(error -> attempts == 0
                        ? Future.failed(error)
                        : loop.sleep(ofMillis(200)).flatMap(slept -> attempt(redis, key, value, attempts - 1)));
    }

    private static RedisOptions options(String host, int port) {
        return RedisOptions.of(new InetSocketAddress(host, port));
    }

    @Test
    void aCluster() throws Exception {
        try (PeerContainer servers = PeerContainer.redis(node(7001), node(7002), node(7003))) {
            servers.start();
            String address = servers.address();
            servers.run(
                    "sh",
                    "-c",
                    "redis-cli --cluster create " + address + ":7001 " + address + ":7002 " + address
                            + ":7003 --cluster-yes && until redis-cli -p 7003 cluster info | grep -q state:ok; do sleep 0.1; done");
            RedisCluster cluster =
                    new RedisCluster(loop, options(address, 7001), List.of(new InetSocketAddress(address, 7002)));

            List<RespValue> set = run(() -> Future.all(
                    loop,
                    IntStream.range(0, 300)
                            .mapToObj(i -> cluster.set("key" + i, i))
                            .toList()));
            List<@Nullable String> got = run(() -> Future.all(
                    loop,
                    IntStream.range(0, 300)
                            .mapToObj(i -> cluster.get("key" + i))
                            .toList()));

            assertThat(set).hasSize(300);
            assertThat(got)
                    .isEqualTo(IntStream.range(0, 300).mapToObj(String::valueOf).toList());
            assertThat(servers.run("redis-cli", "-p", "7003", "dbsize").trim()).isNotEqualTo("0");

            // slot 12,739 is of the third server, and is on its way to the first: keys that it does not have yet are
            // asked for there
            String first =
                    servers.run("redis-cli", "-p", "7001", "cluster", "myid").trim();
            String third =
                    servers.run("redis-cli", "-p", "7003", "cluster", "myid").trim();
            servers.run("redis-cli", "-p", "7001", "cluster", "setslot", "12739", "importing", third);
            servers.run("redis-cli", "-p", "7003", "cluster", "setslot", "12739", "migrating", first);
            run(() -> cluster.set("123456789", "asked"));
            servers.run("redis-cli", "-p", "7001", "cluster", "setslot", "12739", "node", first);
            servers.run("redis-cli", "-p", "7003", "cluster", "setslot", "12739", "node", first);
            assertThat(run(() -> cluster.get("123456789")))
                    .as("after it has moved")
                    .isEqualTo("asked");
        }
    }

    private static String node(int port) {
        return "(mkdir /tmp/" + port + " && cd /tmp/" + port + " && exec redis-server --port " + port
                + " --protected-mode no --save '' --cluster-enabled yes)";
    }
}
