// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.crawl;

import io.snowloop.client.Robots;
import io.snowloop.future.Future;
import io.snowloop.future.Promise;
import io.snowloop.http.BodyStream;
import io.snowloop.http.Filter;
import io.snowloop.http.Handler;
import io.snowloop.http.Headers;
import io.snowloop.http.Request;
import io.snowloop.http.Response;
import io.snowloop.loop.Timer;
import io.snowloop.samples.redis.RespValue;
import java.net.URI;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A filter that all workers of a crawl share: of one host it lets at most so many requests be under way at once, and one begin after a time
 * since the last. A turn lasts to the end of the body, or as long as its worker is alive. The clock is that of Redis.
 *
 * <p>It also keeps the {@code Crawl-delay} of {@link Robots}, if that is the filter outside of it. A worker asks for one turn of a host at a
 * time.
 */
final class RedisTurns implements Filter {
    /**
     * KEYS: the workers, the turns of a host, when its next request may begin. ARGV: the turn, which begins with the worker and a space, the
     * most turns, the delay in microseconds. Returns 0 for a turn, also if the worker has it and asks again; the microseconds to wait; -1 if
     * all turns are taken. Then those of workers that have ended are given back.
     */
    static final String TAKE = """
            local time = redis.call('TIME')
            local now = time[1] * 1000000 + time[2]
            if redis.call('SISMEMBER', KEYS[2], ARGV[1]) == 1 then return 0 end
            local most = tonumber(ARGV[2])
            if redis.call('SCARD', KEYS[2]) >= most then
              for _, turn in ipairs(redis.call('SMEMBERS', KEYS[2])) do
                local worker = string.match(turn, '^%S+')
                if not redis.call('ZSCORE', KEYS[1], worker) then redis.call('SREM', KEYS[2], turn) end
              end
              if redis.call('SCARD', KEYS[2]) >= most then return -1 end
            end
            local wait = (redis.call('GET', KEYS[3]) or 0) - now
            if wait > 0 then return wait end
            redis.call('SADD', KEYS[2], ARGV[1])
            local delay = tonumber(ARGV[3])
            if delay > 0 then
              redis.call('SET', KEYS[3], string.format('%.0f', now + delay), 'PX', math.ceil(delay / 1000))
            end
            return 0""";

    /** ARGV: the turn. */
    static final String GIVE_BACK = "return redis.call('SREM', KEYS[2], ARGV[1])";

    /** Until a worker asks again while others have all turns: its questions are ten a second for each host. */
    private static final Duration PAUSE = Duration.ofMillis(100);

    private final PatientRedis redis;
    private final CrawlKeys keys;
    private final String worker;
    private final Manner manner;
    private final Map<String, Host> hosts = new HashMap<>();
    private long turns;

    /**
     * How polite the crawl is.
     *
     * @param most requests of a host that are under way at once
     * @param delay between the beginnings of two; zero for none
     */
    record Manner(int most, Duration delay) {}

    /** @param worker its name in the frontier */
    RedisTurns(PatientRedis redis, CrawlKeys keys, String worker, Manner manner) {
        this.redis = redis;
        this.keys = keys;
        this.worker = worker;
        this.manner = manner;
    }

    @Override
    public Future<Response> filter(Request request, Handler next) {
        Duration wanted = request.attribute(Robots.CRAWL_DELAY);
        Duration delay = wanted == null || wanted.compareTo(manner.delay) < 0 ? manner.delay : wanted;
        Host host = hosts.computeIfAbsent(URI.create(request.target()).getAuthority(), Host::new);
        Turn turn = new Turn(host, delay);
        host.waiting.add(turn);
        host.ask();
        return turn.given
                .flatMap(given -> next.handle(request).map(response -> until(response, turn)))
                .onComplete((response, error) -> {
                    if (response == null) {
                        turn.end();
                    }
                });
    }

    private static Response until(Response response, Turn turn) {
        if (response.body().collected() != null) {
            turn.end();
            return response;
        }
        return response.withBody(new TurnBody(response.body().stream(), turn));
    }

    /** The requests of this worker to a host that wait for their turn. */
    private final class Host {
        private final List<String> keysOfHost;
        private final Deque<Turn> waiting = new ArrayDeque<>();
        private boolean asking;

        /** Null while no pause is made. */
        private @Nullable Timer pause;

        private Host(String authority) {
            keysOfHost = keys.ofHost(authority);
        }

        private void ask() {
            Turn first = waiting.peek();
            if (first == null || asking || pause != null) {
                return;
            }
            asking = true;
            redis.eval(TAKE, keysOfHost, first.name, manner.most, first.delay.toNanos() / 1_000)
                    .map(RespValue::number)
                    .onComplete((wait, error) -> {
                        asking = false;
                        if (wait == null || wait == 0) {
                            waiting.remove(first);
                            first.answered(error);
                        } else {
                            Duration time = wait < 0 ? PAUSE : Duration.ofNanos(wait * 1_000);
                            pause = redis.loop().schedule(time, this::wake);
                        }
                        ask();
                    });
        }

        private void wake() {
            if (pause != null) {
                pause.cancel();
                pause = null;
            }
            ask();
        }
    }

    private final class Turn {
        private final String name = worker + " " + ++turns;
        private final Promise<@Nullable Void> given = redis.loop().newPromise();
        private final Host host;
        private final Duration delay;
        private boolean ended;

        private Turn(Host host, Duration delay) {
            this.host = host;
            this.delay = delay;
        }

        private void answered(@Nullable Throwable error) {
            if (error != null) {
                given.fail(error);
            } else if (ended) { // cancelled meanwhile
                giveBack();
            } else {
                given.complete(null);
            }
        }

        private void end() {
            if (!ended) {
                ended = true;
                host.waiting.remove(this);
                giveBack();
            }
        }

        private void giveBack() {
            redis.eval(GIVE_BACK, host.keysOfHost, name).onDone(host::wake);
        }
    }

    /** Ends a turn when it is read. */
    private static final class TurnBody implements BodyStream {
        private final BodyStream body;
        private final Turn turn;

        private TurnBody(BodyStream body, Turn turn) {
            this.body = body;
            this.turn = turn;
        }

        @Override
        public Future<@Nullable ByteBuffer> read() {
            return body.read().onComplete((piece, error) -> {
                if (piece == null) {
                    turn.end();
                }
            });
        }

        @Override
        public void cancel() {
            body.cancel();
            turn.end();
        }

        @Override
        public long length() {
            return body.length();
        }

        @Override
        public Headers trailers() {
            return body.trailers();
        }
    }
}
