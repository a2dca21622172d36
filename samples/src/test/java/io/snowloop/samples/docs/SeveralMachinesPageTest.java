// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.docs;

import static io.snowloop.server.filter.Forwarded.xForwarded;
import static io.snowloop.server.session.Sessions.session;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import io.snowloop.client.Fetcher;
import io.snowloop.future.Future;
import io.snowloop.http.Body;
import io.snowloop.http.JsonMapper;
import io.snowloop.http.Request;
import io.snowloop.http.Response;
import io.snowloop.loop.EventLoop;
import io.snowloop.samples.Jackson;
import io.snowloop.samples.redis.FakeRedis;
import io.snowloop.samples.redis.Redis;
import io.snowloop.samples.redis.RedisBroadcast;
import io.snowloop.samples.redis.RedisOptions;
import io.snowloop.samples.redis.RedisRateLimit;
import io.snowloop.samples.redis.RedisSessionStore;
import io.snowloop.server.AddressRanges;
import io.snowloop.server.Server;
import io.snowloop.server.Snow;
import io.snowloop.server.session.CookieSigner;
import io.snowloop.server.session.SessionStore;
import io.snowloop.server.session.Sessions;
import io.snowloop.sim.Simulation;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.ObjectMapper;

/** What {@code docs/how-to/several-machines.md} shows, in a simulation. */
class SeveralMachinesPageTest {
    private final Simulation simulation = new Simulation(1);
    private final FakeRedis server =
            new FakeRedis(simulation.loop("10.0.0.9"), new InetSocketAddress("10.0.0.9", 6379));
    private final AddressRanges balancer = AddressRanges.of("10.0.0.8");
    private final byte[] key = new byte[32];
    private final JsonMapper json = new Jackson(new ObjectMapper());

    @BeforeEach
    void start() throws Exception {
        server.start();
    }

    @AfterEach
    void close() {
        simulation.close();
    }

    private static boolean isRight(String user, String password) {
        return user != null && "snow".equals(password);
    }

    private Snow app(Redis redis) {
        // region app
        SessionStore store = new RedisSessionStore(redis.forAllLoops(), json);
        RedisRateLimit limit = RedisRateLimit.of(redis.forAllLoops(), "login", 5, ofMinutes(1), this::address);
        Snow login = new Snow().filter(limit.closed()).post("/", request -> {
            if (!isRight(request.form().get("user"), request.form().get("password"))) {
                return Response.redirect("/login?failed");
            }
            session(request).renew();
            session(request).set("user", request.form().get("user"));
            return Response.text("welcome");
        });
        return new Snow()
                .filter(xForwarded(balancer)) // first: the others see the client
                .filter(Sessions.builder(CookieSigner.of(key), store).build()) // all servers have this key
                .get("/", request -> Response.text("hello " + session(request).get("user")))
                .mount("/login", login);
        // endregion
    }

    // region address
    private String address(Request request) {
        return ((InetSocketAddress) request.remoteAddress()).getHostString();
    }
    // endregion

    private Redis redis(EventLoop loop) {
        // region redis
        Redis redis = Redis.on(loop, RedisOptions.of("redis://10.0.0.9"));
        // endregion
        return redis;
    }

    private String serve(String host) throws Exception {
        EventLoop loop = simulation.loop(host);
        return Server.of(app(redis(loop))).on(loop).listen(host, 80).url("/");
    }

    @Test
    void oneWhoHasLoggedInAtAServerIsKnownAtTheOther() throws Exception {
        server.script = words -> words.get(0).equals("EVAL") ? ":0\r\n" : null;
        String one = serve("10.0.0.1");
        Fetcher client = Fetcher.on(simulation.loop("10.0.0.3"));

        Response welcome = simulation.runUntil(client.fetch(login(one)));
        String cookie = welcome.header("Set-Cookie").split(";")[0];
        Response other =
                simulation.runUntil(client.fetch(Request.get(serve("10.0.0.2")).withHeader("Cookie", cookie)));

        assertThat(welcome.text()).isEqualTo("welcome");
        assertThat(other.text()).isEqualTo("hello Holle");
    }

    @Test
    void oneWhoTriesTooOftenIsRefused() throws Exception {
        server.script = words -> words.get(0).equals("EVAL") ? ":7000000\r\n" : null;
        Fetcher client = Fetcher.on(simulation.loop("10.0.0.3"));

        Response refused = simulation.runUntil(client.fetch(login(serve("10.0.0.1"))));

        assertThat(refused.status().code()).isEqualTo(429);
        assertThat(refused.header("Retry-After")).isEqualTo("7");
        assertThat(server.calls).anyMatch(call -> call.endsWith(" 1 limit:login:10.0.0.3 5 60000000"));
    }

    private static Request login(String url) {
        return Request.post(url + "login/", Body.of("user=Holle&password=snow"))
                .withHeader("Content-Type", "application/x-www-form-urlencoded");
    }

    @Test
    void aMessageForAllServers() throws Exception {
        List<String> log = new ArrayList<>();
        for (String host : List.of("10.0.0.1", "10.0.0.2")) {
            EventLoop loop = simulation.loop(host);
            simulation.runUntil(loop.submit(() -> {
                Redis redis = redis(loop);
                // region broadcast
                RedisBroadcast news =
                        new RedisBroadcast(redis, "news", 100, message -> log.add(host + " got " + message));
                news.publish("snow on " + host);
                // endregion
                return Future.completed(news);
            }));
            simulation.runFor(ofSeconds(1));
        }
        assertThat(log)
                .containsExactlyInAnyOrder(
                        "10.0.0.1 got snow on 10.0.0.1",
                        "10.0.0.2 got snow on 10.0.0.1", // it is kept for those who come later
                        "10.0.0.2 got snow on 10.0.0.2",
                        "10.0.0.1 got snow on 10.0.0.2");
    }
}
