// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.it;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import io.snowloop.future.Future;
import io.snowloop.http.JsonMapper;
import io.snowloop.http.Request;
import io.snowloop.loop.EventLoop;
import io.snowloop.loop.EventLoopGroup;
import io.snowloop.samples.Jackson;
import io.snowloop.samples.chat.Chat;
import io.snowloop.samples.chat.Talker;
import io.snowloop.samples.redis.Redis;
import io.snowloop.samples.redis.RedisOptions;
import io.snowloop.server.Server;
import io.snowloop.server.Snow;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.testcontainers.junit.jupiter.Container;
import tools.jackson.databind.ObjectMapper;

/** What {@code docs/how-to/several-machines.md} shows. */
@NeedsDocker
@DisplayName("Two chat servers behind HAProxy, with Redis")
class SeveralServersIT {
    private static final JsonMapper JSON = new Jackson(new ObjectMapper());

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

    /** A server as on a machine of its own: with its own loop, thread and connections to Redis. */
    private static final class ChatServer implements AutoCloseable {
        /** The requests for its page, and the members that have come. */
        final AtomicInteger pages = new AtomicInteger();

        final AtomicInteger members = new AtomicInteger();
        final Server server;
        private final EventLoopGroup thread = EventLoopGroup.start(1);

        ChatServer(int port) throws Exception {
            EventLoop loop = thread.next();
            RedisOptions options = RedisOptions.of(new InetSocketAddress(REDIS.getHost(), REDIS.getMappedPort(6379)));
            Snow app = loop.submit(() -> Future.completed(Chat.sharing(Redis.on(loop, options), JSON)))
                    .await();
            server = Server.of(app.filter((request, next) -> {
                        (request.path().equals("/chat")
                                        ? members
                                        : request.path().equals("/") ? pages : new AtomicInteger())
                                .incrementAndGet();
                        return next.handle(request);
                    }))
                    .on(loop)
                    .listen("0.0.0.0", port);
        }

        /** As SIGTERM does: HAProxy notices, then members are told to come again, then it ends. */
        void drain() throws Exception {
            server.drain(ofMillis(500), ofSeconds(10)).await();
            close();
        }

        @Override
        public void close() {
            server.close();
            thread.close();
        }
    }

    /** Eight clients that get one page after the other. */
    private static final class Load {
        final List<String> failed = new ArrayList<>();
        int served;
        private final Visitor visitor;
        private final String url;
        private boolean stopped;
        private int running = 8;

        Load(Visitor visitor, String url) {
            this.visitor = visitor;
            this.url = url;
            for (int i = 0; i < running; i++) {
                ask();
            }
        }

        private void ask() {
            if (stopped) {
                running--;
                return;
            }
            visitor.fetcher.fetch(Request.get(url)).onComplete((response, error) -> {
                if (error == null && response.status().code() == 200) {
                    served++;
                } else {
                    failed.add(error == null ? response.toString() : error.toString());
                }
                ask();
            });
        }

        void stop() {
            stopped = true;
            visitor.loop.runWhile(() -> running > 0);
        }
    }

    @Test
    void aRollingRestartLosesNoRequestAndNoMessage() throws Exception {
        ChatServer one = new ChatServer(0);
        ChatServer two = new ChatServer(0);
        List<ChatServer> now = new ArrayList<>(List.of(one, two));
        try (PeerContainer haproxy = PeerContainer.haproxy(config(one.server.port(), two.server.port()))) {
            haproxy.start();
            Visitor visitor = new Visitor();
            List<Talker> talkers = new ArrayList<>();
            for (String name : List.of("A", "B", "C", "D")) {
                Talker talker = new Talker(visitor.loop, visitor.fetcher, () -> haproxy.url("").replace("http:", "ws:"), name);
                talkers.add(talker);
                visitor.loop.runWhile(() -> talker.came() == 0);
            }
            assertThat(Stream.of(one, two).map(each -> each.members.get())).containsExactly(2, 2);
            io.snowloop.loop.Timer saying = visitor.loop.scheduleAtFixedRate(
                    ofMillis(0),
                    ofMillis(300),
                    () -> talkers.forEach(each -> {
                        each.say();
                        each.say(); // the server reads it 100 ms later, if it has not closed by then
                    }));
            Load load = new Load(visitor, haproxy.url("/"));

            for (int i = 0; i < 2; i++) {
                ChatServer old = now.get(i);
                CompletableFuture<ChatServer> restart = CompletableFuture.supplyAsync(() -> {
                    try {
                        old.drain();
                        return new ChatServer(old.server.port());
                    } catch (Exception e) {
                        throw new AssertionError(e);
                    }
                });
                visitor.loop.runWhile(() -> !restart.isDone());
                ChatServer fresh = restart.join();
                now.set(i, fresh);
                visitor.loop.runWhile(() -> fresh.pages.get() < 100);
            }
            load.stop();
            visitor.loop.runWhile(() -> talkers.stream().anyMatch(each -> each.read.size() < 200));
            saying.cancel();
            stop(visitor, talkers);

            assertThat(load.failed).isEmpty();
            assertThat(talkers).allSatisfy(each -> assertThat(each.came()).isGreaterThan(1));
            for (Talker each : talkers) {
                assertThat(each.unread).isEmpty();
                assertThat(each.read).containsExactlyElementsOf(talkers.get(0).read);
            }
            for (String name : List.of("A", "B", "C", "D")) {
                List<String> words = talkers.get(0).read.stream()
                        .filter(each -> each.startsWith(name))
                        .toList();
                assertThat(words).isSorted().endsWith(name + "-" + String.format("%04d", words.size() - 1));
            }
            visitor.fetcher.close();
        } finally {
            now.forEach(ChatServer::close);
        }
    }

    private static void stop(Visitor visitor, List<Talker> talkers) {
        visitor.loop.runWhile(() ->
                talkers.stream().anyMatch(each -> !each.unread.isEmpty() || !each.read.equals(talkers.get(0).read)));
    }
}
