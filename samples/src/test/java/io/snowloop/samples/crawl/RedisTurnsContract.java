// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.crawl;

import static org.assertj.core.api.Assertions.assertThat;

import io.snowloop.client.Robots;
import io.snowloop.future.Future;
import io.snowloop.future.Promise;
import io.snowloop.http.BodyStream;
import io.snowloop.http.Request;
import io.snowloop.http.Response;
import io.snowloop.loop.Scheduler;
import io.snowloop.samples.redis.Command;
import io.snowloop.samples.redis.RedisCommands;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The turns of the hosts, with the scripts of Redis and with those of {@link FakeFrontier}. */
public abstract class RedisTurnsContract {
    private static final Duration DELAY = Duration.ofMillis(200);

    /** When requests have begun, in nanoseconds. */
    private final List<Long> begun = new ArrayList<>();

    private final List<Promise<Response>> answers = new ArrayList<>();
    private String name = "";

    /** On the loop of the test. */
    protected abstract RedisCommands redis();

    protected abstract Scheduler loop();

    protected abstract <T extends @Nullable Object> T run(Callable<Future<T>> call) throws Exception;

    @BeforeEach
    void chooseName() {
        name = "turns-" + UUID.randomUUID();
    }

    /** The turns of a worker that is alive. */
    private RedisTurns turns(String worker, int most, Duration delay) throws Exception {
        CrawlKeys keys = CrawlKeys.of(name);
        PatientRedis patient = new PatientRedis(loop(), redis(), new PatientRedis.Listener() {
            @Override
            public void away(String reason) {
                throw new AssertionError(reason);
            }

            @Override
            public void back() {
                throw new AssertionError();
            }
        });
        run(() -> patient.call(Command.of("ZADD", keys.workers(), 1, worker)));
        return new RedisTurns(patient, keys, worker, new RedisTurns.Manner(most, delay));
    }

    /** Begins a request, whose answer is for the test to give. */
    private Future<Response> ask(RedisTurns turns, Request request) throws Exception {
        return run(() -> Future.completed(turns.filter(request, sent -> {
            begun.add(loop().ticker().nanoTime());
            Promise<Response> answer = loop().newPromise();
            answers.add(answer);
            return answer;
        })));
    }

    private Future<Response> ask(RedisTurns turns) throws Exception {
        return ask(turns, Request.get("http://10.0.0.1/page"));
    }

    private void answer(int index, Response response) throws Exception {
        run(() -> {
            answers.get(index).complete(response);
            return Future.completed(null);
        });
    }

    /** Until this number of requests has begun. */
    private void awaitBegun(int count) throws Exception {
        run(() -> until(count));
    }

    private Future<@Nullable Void> until(int count) {
        return begun.size() >= count
                ? Future.completed(null)
                : loop().sleep(Duration.ofMillis(5)).flatMap(slept -> until(count));
    }

    /** The first one may be late. The clocks of Redis and of the loop are not the same. */
    private void assertNotBefore(int delays, long start) {
        assertThat(begun.get(delays) - start)
                .as("nanoseconds of request %d", delays)
                .isGreaterThanOrEqualTo(delays * DELAY.toNanos() * 9 / 10);
    }

    /** Longer than the pause between two questions for a turn. */
    private void awaitOthers() throws Exception {
        run(() -> loop().sleep(Duration.ofMillis(300)));
    }

    @Test
    void requestsOfAllWorkersBeginOneAfterTheOther() throws Exception {
        RedisTurns a = turns("a", 100, DELAY);
        RedisTurns b = turns("b", 100, DELAY);
        long start = loop().ticker().nanoTime();
        for (int i = 0; i < 3; i++) {
            ask(a);
            ask(b);
        }
        awaitBegun(6);

        for (int i = 0; i < 6; i++) {
            assertNotBefore(i, start);
        }
    }

    @Test
    void atMostSoManyOfAllWorkersAreUnderWay() throws Exception {
        RedisTurns a = turns("a", 2, Duration.ZERO);
        RedisTurns b = turns("b", 2, Duration.ZERO);
        ask(a);
        ask(b);
        awaitBegun(2);
        ask(a);
        ask(b);
        awaitOthers();
        assertThat(begun).hasSize(2);

        answer(0, Response.text("x"));
        awaitBegun(3);
        awaitOthers();
        assertThat(begun).hasSize(3);

        run(() -> {
            answers.get(1).fail(new IOException("reset"));
            return Future.completed(null);
        });
        awaitBegun(4);
    }

    @Test
    void hostsDoNotWaitForEachOther() throws Exception {
        RedisTurns a = turns("a", 1, Duration.ofDays(1));
        ask(a);
        ask(a, Request.get("http://10.0.0.2/"));

        awaitBegun(2);
    }

    @Test
    void aTurnLastsToTheEndOfTheBody() throws Exception {
        RedisTurns a = turns("a", 1, Duration.ZERO);
        Future<Response> first = ask(a);
        ask(a);
        awaitBegun(1);
        List<@Nullable ByteBuffer> pieces = new ArrayList<>(List.of(ByteBuffer.wrap(new byte[] {1})));
        answer(
                0,
                Response.text("")
                        .withBody(BodyStream.of(() -> Future.completed(pieces.isEmpty() ? null : pieces.remove(0)))));
        BodyStream body = run(() -> first).body().stream();
        run(body::read);
        awaitOthers();
        assertThat(begun).hasSize(1);

        assertThat(run(body::read)).isNull();
        awaitBegun(2);
    }

    @Test
    void theTurnsOfAWorkerThatHasEndedAreGivenToOthers() throws Exception {
        RedisTurns a = turns("a", 1, Duration.ZERO);
        RedisTurns b = turns("b", 1, Duration.ZERO);
        ask(a);
        awaitBegun(1);
        ask(b);
        awaitOthers();
        assertThat(begun).hasSize(1);

        run(() -> redis().call(Command.of("ZREM", CrawlKeys.of(name).workers(), "a")));
        awaitBegun(2);
    }

    /** Before its turn, and when it has it. */
    @Test
    void oneThatIsCancelledGivesItsTurnBack() throws Exception {
        RedisTurns a = turns("a", 1, Duration.ZERO);
        Future<Response> first = ask(a);
        awaitBegun(1);
        Future<Response> second = ask(a);
        ask(a);
        run(() -> {
            second.cancel();
            first.cancel();
            return Future.completed(null);
        });

        awaitBegun(2);
        awaitOthers();
        assertThat(begun).hasSize(2);
    }

    @Test
    void aCrawlDelayOfRobotsIsKept() throws Exception {
        RedisTurns a = turns("a", 100, Duration.ZERO);
        long start = loop().ticker().nanoTime();
        Request slow = Request.get("http://10.0.0.1/").withAttribute(Robots.CRAWL_DELAY, DELAY);
        ask(a, slow);
        ask(a, slow);
        awaitBegun(2);

        assertNotBefore(1, start);
    }
}
