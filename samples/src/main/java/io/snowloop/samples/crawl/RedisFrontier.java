// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.crawl;

import static java.util.Objects.requireNonNull;

import io.snowloop.future.Future;
import io.snowloop.future.Promise;
import io.snowloop.loop.Timer;
import io.snowloop.samples.Json;
import io.snowloop.samples.redis.Command;
import io.snowloop.samples.redis.RespException;
import io.snowloop.samples.redis.RespValue;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A frontier in Redis, for the workers of many processes and machines. The URLs are a stream, whose consumer group knows which worker has
 * taken which; {@link FrontierScripts} has its steps.
 *
 * <p>A worker says every now and then that it is alive. One that does not for the time of a lease has ended: others take what it had taken.
 * If it comes back, a page may be fetched twice, and the first of its results counts. What Redis does not answer is asked again until it
 * does.
 *
 * <p>A worker has taken no more than it fetches. While there is nothing to take it asks again, after 10 ms and then less and less often.
 */
final class RedisFrontier implements Frontier {
    /** Long enough for a restart of Redis or of a switch. */
    static final Duration LEASE = Duration.ofSeconds(15);

    /** Of a lease. Redis takes a silence of five beats for its own. */
    private static final int BEATS = 15;

    private static final Duration FIRST_PAUSE = Duration.ofMillis(10);
    private static final Duration LONGEST_PAUSE = Duration.ofMillis(500);

    /** Lines at a time: about a MiB of usual pages. */
    private static final int MOST_LINES = 200;

    private final PatientRedis redis;
    private final SharedCrawl crawl;
    private final Worker worker;

    /** The ids of the URLs that are taken and not known to be saved. */
    private final Map<URI, String> held = new HashMap<>();

    /** Those of them for which there was no one any more. */
    private final Queue<URI> ready = new ArrayDeque<>();

    /** Those for which there was no URL. */
    private final Queue<Promise<@Nullable URI>> waiting = new ArrayDeque<>();

    private final Asking asking = new Asking();
    private @Nullable Timer beat;
    private boolean closed;

    /** Lines at a time. Fewer after an answer that was too large. */
    private int batch = MOST_LINES;

    /** Whether and when Redis is asked for URLs: once at a time. */
    private static final class Asking {
        private boolean underWay;
        private Duration pause = FIRST_PAUSE;

        /** Null while no pause is made. */
        private @Nullable Timer timer;

        /** The ids of what was saved meanwhile: the answer may be of the time before. */
        private final Set<String> saved = new HashSet<>();
    }

    /**
     * One of those who work on a crawl.
     *
     * @param name of no other worker, without spaces
     * @param lease how long it may say nothing
     * @param clock for the times in the results only
     * @param watcher is told what happens
     */
    record Worker(String name, Duration lease, InstantSource clock, Watcher watcher) {}

    /** Is told what happens in a crawl. */
    interface Watcher {
        /** Called every now and then. */
        void state(State state);

        /** A page is fetched once more, as the worker that had taken it has ended. */
        void again(URI url, String worker);
    }

    /**
     * All that is in Redis.
     *
     * @param saved pages
     * @param waiting URLs that are not taken
     * @param taken URLs that are fetched
     * @param workers those that are alive
     * @param again how many pages were taken once more, because their worker has ended
     */
    record State(long saved, long waiting, long taken, long workers, long again) {}

    /** A worker of a crawl that has begun. It is alive from now on. On the loop's thread. */
    RedisFrontier(PatientRedis redis, SharedCrawl crawl, Worker worker) {
        this.redis = redis;
        this.crawl = crawl;
        this.worker = worker;
        beat();
    }

    // ------------------------------------------------------------------------------------------------- take

    @Override
    public Future<@Nullable URI> take() {
        if (!ready.isEmpty()) {
            return Future.completed(ready.remove());
        }
        Promise<@Nullable URI> next = redis.loop().newPromise();
        waiting.add(next);
        if (asking.timer == null) {
            ask();
        }
        return next.onCancel(() -> waiting.remove(next));
    }

    /** Asks for as many as are waited for, those of this turn included. */
    private void ask() {
        if (asking.timer != null) {
            asking.timer.cancel();
            asking.timer = null;
        }
        if (!asking.underWay && !closed) {
            asking.underWay = true;
            redis.loop().execute(this::send);
        }
    }

    private void send() {
        int most = waiting.size();
        if (most == 0 || closed) {
            asking.underWay = false;
            return;
        }
        asking.saved.clear();
        eval(FrontierScripts.TAKE, worker.name, most).map(RespValue::items).onComplete((answer, error) -> {
            asking.underWay = false;
            if (answer == null) {
                fail(requireNonNull(error));
                return;
            }
            int taken = add(answer);
            serve();
            if (answer.get(0).number() == 0) {
                end();
            } else if (taken == most) {
                ask();
            } else if (!waiting.isEmpty()) {
                pause(taken > 0);
            }
        });
    }

    /** The number of URLs that were not known to be taken. */
    private int add(List<RespValue> answer) {
        int taken = 0;
        for (int i = 1; i < answer.size(); i += 3) {
            String id = requireNonNull(answer.get(i).text());
            URI url = URI.create(requireNonNull(answer.get(i + 1).text()));
            String from = requireNonNull(answer.get(i + 2).text());
            if (!asking.saved.contains(id) && held.putIfAbsent(url, id) == null) {
                ready.add(url);
                taken++;
                if (!from.isEmpty()) {
                    worker.watcher.again(url, from);
                }
            }
        }
        return taken;
    }

    private void serve() {
        while (!waiting.isEmpty() && !ready.isEmpty()) {
            waiting.remove().complete(ready.remove());
        }
    }

    /** All pages are saved. That stays so: only what is taken has new links. */
    private void end() {
        for (Promise<@Nullable URI> each : List.copyOf(waiting)) {
            each.complete(null);
        }
        waiting.clear();
    }

    private void fail(Throwable error) {
        List.copyOf(waiting).forEach(each -> each.fail(error));
        waiting.clear();
    }

    private void pause(boolean first) {
        Duration longer = asking.pause.multipliedBy(2);
        asking.pause = first ? FIRST_PAUSE : longer.compareTo(LONGEST_PAUSE) < 0 ? longer : LONGEST_PAUSE;
        asking.timer = redis.loop().schedule(asking.pause, this::ask);
    }

    // ------------------------------------------------------------------------------------------------- save

    @Override
    public Future<@Nullable Void> save(Visit visit) {
        URI url = visit.page().url();
        String id = requireNonNull(held.get(url), "it was not taken");
        List<String> arguments = new ArrayList<>(List.of(worker.name, id));
        arguments.add(Json.of(PageLine.of(visit, worker.clock.instant())));
        Stream<@Nullable URI> links = visit.page().links().stream().map(Link::target);
        links.filter(Objects::nonNull).filter(crawl::has).distinct().forEach(link -> arguments.add(link.toString()));
        return eval(FrontierScripts.SAVE, arguments).map(first -> {
            held.remove(url);
            asking.saved.add(id);
            asking.pause = FIRST_PAUSE;
            if (asking.timer != null) {
                ask(); // for those who wait for its links
            }
            return null;
        });
    }

    // ------------------------------------------------------------------------------------------------- the crawl

    private void beat() {
        eval(FrontierScripts.BEAT, worker.name, worker.lease.toMillis())
                .map(RespValue::items)
                .onComplete((answer, error) -> {
                    if (closed) {
                        return;
                    }
                    if (answer == null) {
                        fail(requireNonNull(error)); // but the worker is alive, and says so again
                    } else {
                        tell(answer);
                    }
                    beat = redis.loop().schedule(worker.lease.dividedBy(BEATS), this::beat);
                });
    }

    private void tell(List<RespValue> answer) {
        long taken = answer.get(2).number();
        worker.watcher.state(new State(
                answer.get(0).number(),
                answer.get(1).number() - taken,
                taken,
                answer.get(3).number(),
                answer.get(4).number()));
    }

    private Future<RespValue> eval(String script, Object... arguments) {
        return redis.eval(script, crawl.keys().all(), arguments);
    }

    @Override
    public Future<Integer> saved() {
        return redis.call(Command.of("XLEN", crawl.keys().results())).map(length -> Math.toIntExact(length.number()));
    }

    @Override
    public Future<Map<URI, Visit>> visits() {
        Map<URI, Visit> visits = new LinkedHashMap<>();
        return lines(line -> {
                    Visit visit = Json.read(line, PageLine.class).visit();
                    visits.put(visit.page().url(), visit);
                })
                .map(read -> visits);
    }

    /** Reads the pages, in the order in which they were saved, without having them all at once: each is a line of JSON. */
    Future<@Nullable Void> lines(Consumer<String> reader) {
        return lines("-", reader);
    }

    private Future<@Nullable Void> lines(String from, Consumer<String> reader) {
        return entries(from).flatMap(entries -> {
            for (RespValue entry : entries) {
                reader.accept(requireNonNull(entry.items().get(1).items().get(1).text()));
            }
            return entries.size() < batch
                    ? Future.completed(null)
                    : lines("(" + entries.get(entries.size() - 1).items().get(0).text(), reader);
        });
    }

    /** A page has at most some MiB, and its links make its line no shorter. So many of them may exceed the limit of an answer. */
    private Future<List<RespValue>> entries(String from) {
        int most = batch;
        return redis.call(Command.of("XRANGE", crawl.keys().results(), from, "+", "COUNT", most))
                .map(RespValue::items)
                .recoverWith(error -> {
                    if (most == 1 || !(error.getCause() instanceof RespException)) {
                        return Future.failed(error);
                    }
                    batch = most / 2;
                    return entries(from);
                });
    }

    @Override
    public boolean isKept() {
        return true;
    }

    /** Gives back what is taken, and closes it: the others need not wait for the lease. */
    Future<@Nullable Void> leave() {
        close();
        return eval(FrontierScripts.LEAVE, worker.name).map(left -> null);
    }

    /** What is taken is for others after the lease. */
    @Override
    public void close() {
        closed = true;
        if (asking.timer != null) {
            asking.timer.cancel();
        }
        if (beat != null) {
            beat.cancel();
        }
    }
}
