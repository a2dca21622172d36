// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.it;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import io.snowloop.future.Future;
import io.snowloop.loop.Timer;
import io.snowloop.samples.chat.Talker;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.FutureTask;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.testcontainers.junit.jupiter.Container;

/** What {@code docs/how-to/several-machines.md} shows. */
@NeedsDocker
@DisplayName("Two chat servers behind HAProxy, with Redis")
@Tag("once")
class SeveralServersIT {
    /** So many requests that a server has its share of the load. */
    private static final int MANY = 500;

    @Container
    private static final PeerContainer REDIS = PeerContainer.redis(
                    "redis-server --port 6379 --protected-mode no --save ''")
            .withExposedPorts(6379);

    private static String config(int one, int two) {
        // region haproxy
        return """
                defaults
                    mode http
                    timeout connect 1s
                    timeout client 30s
                    timeout server 30s
                    timeout tunnel 1h # of WebSockets
                    timeout check 2s

                frontend clients
                    bind :80
                    default_backend chat
                backend chat
                    balance roundrobin
                    option httpchk GET /health
                    default-server check inter 100ms fall 1 rise 1
                    server one host.docker.internal:%d
                    server two host.docker.internal:%d
                """.formatted(one, two);
        // endregion
    }

    /** Clients that ask for one page after the other, in the container of HAProxy: until they are stopped, and then tell. */
    private static final class Load {
        private static final String PID = "/tmp/wrk.pid";
        private final PeerContainer container;
        private final FutureTask<String> report;

        Load(PeerContainer container) {
            this.container = container;
            String command = "echo $$ > " + PID + " && exec wrk -t1 -c16 -d300s --timeout 10s http://127.0.0.1:80/";
            report = new FutureTask<>(() -> container.run("sh", "-c", command));
            new Thread(report, "wrk").start();
        }

        /** {@return what wrk prints} */
        String stop() throws Exception {
            container.run("sh", "-c", "kill -INT $(cat " + PID + ")");
            return report.get();
        }
    }

    private static ChatProcess chat(int port) throws IOException {
        return new ChatProcess(port, "redis://" + REDIS.getHost() + ":" + REDIS.getMappedPort(6379));
    }

    /** Runs the members while something else happens, which takes seconds. */
    private static void await(Visitor visitor, String what, BooleanSupplier happened) {
        Future<Void> patience = visitor.loop.sleep(ofSeconds(40));
        visitor.loop.runWhile(() -> !happened.getAsBoolean() && !patience.isDone());
        assertThat(happened.getAsBoolean()).as(what).isTrue();
        patience.cancel();
    }

    @Test
    void aRollingRestartLosesNoRequestAndNoMessage() throws Exception {
        List<ChatProcess> servers = new ArrayList<>(List.of(chat(0), chat(0)));
        try (PeerContainer haproxy = PeerContainer.haproxy(config(port(servers.get(0)), port(servers.get(1))))) {
            haproxy.start();
            Visitor visitor = new Visitor();
            List<Talker> talkers = new ArrayList<>();
            for (String name : List.of("A", "B", "C", "D")) {
                Talker talker = new Talker(
                        visitor.loop, visitor.fetcher, () -> haproxy.url("").replace("http:", "ws:"), name);
                talkers.add(talker);
                await(visitor, name + " has come", () -> talker.came() > 0);
            }
            await(visitor, "two members at each", () -> servers.stream().allMatch(each -> each.members.get() == 2));
            Timer saying = visitor.loop.scheduleAtFixedRate(
                    ofMillis(0),
                    ofMillis(300),
                    () -> talkers.forEach(each -> {
                        each.say();
                        each.say(); // the server reads it 100 ms later, if it has not closed by then
                    }));
            Load load = new Load(haproxy);
            await(visitor, "load", () -> servers.stream().allMatch(each -> each.pages.get() > MANY));

            for (int i = 0; i < servers.size(); i++) {
                ChatProcess old = servers.get(i);
                CompletableFuture<Process> ended = old.terminate();
                await(visitor, "the server ends", ended::isDone);
                old.assertDrained();
                ChatProcess fresh = chat(port(old));
                servers.set(i, fresh);
                await(visitor, "the new server has its share", () -> fresh.pages.get() > MANY);
            }
            String report = load.stop();
            saying.cancel();
            await(
                    visitor,
                    "all is read",
                    () -> talkers.stream()
                            .allMatch(each -> each.unread.isEmpty() && each.read.equals(talkers.get(0).read)));

            assertThat(report)
                    .as("%s", haproxy.getLogs())
                    .containsPattern("\\d+ requests in")
                    .doesNotContain("Socket errors") // of connect, read and write, and time-outs
                    .doesNotContain("Non-2xx");
            for (Talker each : talkers) {
                assertThat(each.came()).isGreaterThan(1);
                assertThat(each.read).containsExactlyElementsOf(talkers.get(0).read);
                assertThat(each.twice).isEmpty();
            }
            for (String name : List.of("A", "B", "C", "D")) {
                List<String> words = talkers.get(0).read.stream()
                        .filter(each -> each.startsWith(name))
                        .toList();
                assertThat(words).isSorted().endsWith(name + "-" + String.format("%04d", words.size() - 1));
            }
            visitor.fetcher.close();
        } finally {
            servers.forEach(ChatProcess::close);
        }
    }

    private static int port(ChatProcess server) {
        return server.port.join();
    }
}
