// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.crawl;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.snowloop.client.Robots;
import io.snowloop.future.Future;
import io.snowloop.http.Filter;
import io.snowloop.loop.EventLoop;
import io.snowloop.samples.redis.Command;
import io.snowloop.samples.redis.Redis;
import io.snowloop.samples.redis.RedisException;
import io.snowloop.samples.redis.RedisOptions;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/** What this process does for a crawl that it shares with others. */
final class SharedWork implements RedisFrontier.Watcher, PatientRedis.Listener, AutoCloseable {
    /** Redis is asked again after it: long enough for a slow disk, short enough to say soon that it is away. */
    private static final Duration TIMEOUT = Duration.ofSeconds(5);

    /** For what is done before it begins and after it was stopped. */
    private static final Duration SHORT = Duration.ofSeconds(2);

    private final EventLoop loop;
    private final SharedCrawl crawl;
    private final PatientRedis redis;
    private final Manners manners;
    private final Bar bar;
    private final Workers workers;
    private final String worker = "worker-" + ProcessHandle.current().pid() + "-"
            + HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextInt());

    private @Nullable RedisFrontier frontier;
    private long again;
    private boolean closed;

    /**
     * What all workers have to do in the same way.
     *
     * @param robots whether they do what robots.txt asks
     */
    record Manners(boolean robots, RedisTurns.Manner turns) {
        private Map<String, String> fields() {
            return Map.of(
                    "--robots",
                    Boolean.toString(robots),
                    "--per-host",
                    Integer.toString(turns.most()),
                    "--delay",
                    delay());
        }

        /** In seconds. */
        private String delay() {
            return BigDecimal.valueOf(turns.delay().toNanos(), 9)
                    .stripTrailingZeros()
                    .toPlainString();
        }
    }

    private SharedWork(EventLoop loop, SharedCrawl crawl, RedisOptions options, Manners manners, Bar bar) {
        this.loop = loop;
        this.crawl = crawl;
        this.manners = manners;
        this.bar = bar;
        this.workers = new Workers(loop, options, bar);
        this.redis = new PatientRedis(loop, Redis.on(loop, options.withTimeout(TIMEOUT)), this);
    }

    /** Fails with an IOException if there is no Redis: that is not waited for. */
    static SharedWork open(EventLoop loop, SharedCrawl crawl, RedisOptions options, Manners manners, Bar bar)
            throws IOException, InterruptedException {
        try (Redis probe = Redis.on(loop, options.withTimeout(SHORT))) {
            loop.runUntil(loop.submit(probe::ping));
        } catch (ExecutionException e) {
            throw new IOException(
                    e.getCause() instanceof RedisException refusal
                            ? options + " says: " + refusal.getMessage()
                            : "no Redis at " + options
                                    + ": install redis-server (Debian), or: docker run -p 6379:6379 redis",
                    e);
        }
        return new SharedWork(loop, crawl, options, manners, bar);
    }

    /** Whether some worker has begun it. */
    private boolean hasBegun() throws IOException, InterruptedException {
        return run(Command.of("EXISTS", crawl.keys().crawl())) > 0;
    }

    /**
     * Crawls, as one of the workers.
     *
     * @param others how many more to start here
     */
    Crawls crawl(Crawls.Manner manner, Crawls.Watcher watcher, int others) throws Exception {
        boolean sitemaps = manner.sitemaps() && !hasBegun();
        if (sitemaps != manner.sitemaps()) {
            bar.say(
                    "--sitemap is for the worker that begins a crawl: this one has begun, and its sitemaps are not read.");
        }
        Crawls.Manner polite = new Crawls.Manner(manner.start(), manner.concurrency(), filters(), sitemaps);
        Frontier.Source source = more -> {
            Frontier joined = join(more);
            for (int i = 0; i < others; i++) {
                workers.start(arguments(manner.concurrency()));
            }
            return joined;
        };
        Crawls crawls = Crawls.once(loop, polite, source, watcher);
        again = run(Command.of("LLEN", crawl.keys().again()));
        return crawls;
    }

    /** Of another worker, but the server of Redis. */
    private List<String> arguments(int concurrency) {
        List<String> words = new ArrayList<>(List.of("--url", crawl.start().toString()));
        if (!crawl.name().equals(crawl.start().toString())) {
            words.addAll(List.of("--name", crawl.name()));
        }
        words.addAll(List.of("--concurrency", Integer.toString(concurrency)));
        words.addAll(List.of("--per-host", Integer.toString(manners.turns.most())));
        words.add(manners.robots ? "--robots" : "--no-robots");
        if (!manners.turns.delay().isZero()) {
            words.addAll(List.of("--delay", manners.delay()));
        }
        return words;
    }

    /** From the outermost. */
    private List<Filter> filters() {
        List<Filter> filters = new ArrayList<>();
        if (manners.robots) {
            filters.add(Robots.robots(Crawler.AGENT));
        }
        filters.add(new RedisTurns(redis, crawl.keys(), worker, manners.turns));
        return filters;
    }

    /** Begins the crawl, or joins it. */
    private Frontier join(Collection<URI> more) throws IOException {
        try {
            RedisFrontier.Worker self =
                    new RedisFrontier.Worker(worker, RedisFrontier.LEASE, InstantSource.system(), this);
            RedisFrontier joined = run(() ->
                    crawl.begin(redis, more, manners.fields()).map(begun -> new RedisFrontier(redis, crawl, self)));
            frontier = joined;
            return joined;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    /** Stops the workers that it has started, and gives back what this one has taken, as it was stopped. */
    void leave() {
        Future<?> ended = loop.submit(() -> workers.stop().timeout(SHORT));
        giveBack();
        try {
            loop.runUntil(ended);
        } catch (ExecutionException e) {
            // they have been asked, and end later
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void giveBack() {
        if (frontier != null) {
            RedisFrontier stopped = frontier;
            try {
                run(() -> stopped.leave().timeout(SHORT));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } catch (IOException e) {
                bar.say("Redis does not answer: the others take the pages of this worker after "
                        + RedisFrontier.LEASE.toSeconds() + " s.");
            }
        }
    }

    /** The pages of all workers as lines of JSON. */
    void write(Path file) throws IOException, InterruptedException {
        RedisFrontier read = frontier;
        if (read != null) {
            try (BufferedWriter out = Files.newBufferedWriter(file, UTF_8)) {
                run(() -> read.lines(line -> append(out, line)));
            }
        }
    }

    private static void append(BufferedWriter out, String line) {
        try {
            out.write(line + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private long run(Command command) throws IOException, InterruptedException {
        return run(() -> redis.call(command)).number();
    }

    private <T extends @Nullable Object> T run(Callable<Future<T>> call) throws IOException, InterruptedException {
        try {
            return loop.runUntil(loop.submit(call));
        } catch (ExecutionException e) {
            Throwable cause =
                    e.getCause() instanceof UncheckedIOException unchecked ? unchecked.getCause() : e.getCause();
            throw cause instanceof IOException io ? io : new IOException(cause);
        }
    }

    // ------------------------------------------------------------------------------------------------- what it says

    @Override
    public void state(RedisFrontier.State state) {
        again = state.again();
        bar.state(
                state.saved(),
                state.waiting() + " waiting, " + state.workers() + (state.workers() == 1 ? " worker" : " workers"));
    }

    @Override
    public void again(URI url, String from) {
        bar.say("Fetched again: " + url + ": " + from + " ended over it.");
    }

    /** Of what is not answered from now on, it says nothing: it is not waited for. */
    @Override
    public void close() {
        closed = true;
    }

    @Override
    public void away(String reason) {
        if (!closed) {
            bar.say("Redis does not answer, it is waited for: " + reason);
        }
    }

    @Override
    public void back() {
        bar.say("Redis answers again: the crawl goes on.");
    }

    /** A sentence on what the others have done. */
    String summary() {
        return "Workers have fetched them together"
                + (again == 0
                        ? "."
                        : "; " + ReportText.count(again, "page") + " once more, as workers ended over them.");
    }
}
