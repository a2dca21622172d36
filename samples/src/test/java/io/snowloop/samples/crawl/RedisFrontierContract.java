// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.crawl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.snowloop.future.Future;
import io.snowloop.http.Response;
import io.snowloop.loop.Scheduler;
import io.snowloop.samples.redis.Command;
import io.snowloop.samples.redis.RedisCommands;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a frontier in Redis does, with the scripts of Redis and with those of {@link FakeFrontier}. */
public abstract class RedisFrontierContract {
    protected static final Duration LEASE = Duration.ofSeconds(1);
    private static final URI START = URI.create("http://10.0.0.1/");

    protected final List<String> said = new ArrayList<>();
    private final List<RedisFrontier.State> states = new ArrayList<>();
    private String name = "";

    /** On the loop of the test. */
    protected abstract RedisCommands redis();

    protected abstract Scheduler loop();

    protected abstract <T extends @Nullable Object> T run(Callable<Future<T>> call) throws Exception;

    /** Each has keys of its own. */
    @BeforeEach
    void chooseName() {
        name = "test-" + UUID.randomUUID();
    }

    private PatientRedis patient() {
        return new PatientRedis(loop(), redis(), new PatientRedis.Listener() {
            @Override
            public void away(String reason) {
                said.add("away");
            }

            @Override
            public void back() {
                said.add("back");
            }
        });
    }

    final RedisFrontier join(String worker) throws Exception {
        return join(worker, START, Map.of());
    }

    private RedisFrontier join(String worker, URI start, Map<String, String> manners) throws Exception {
        return join(worker, start, manners, LEASE);
    }

    private RedisFrontier join(String worker, URI start, Map<String, String> manners, Duration lease) throws Exception {
        SharedCrawl crawl = new SharedCrawl(name, start);
        InstantSource clock = InstantSource.fixed(Instant.EPOCH);
        RedisFrontier.Watcher watcher = new RedisFrontier.Watcher() {
            @Override
            public void state(RedisFrontier.State state) {
                states.add(state);
            }

            @Override
            public void again(URI url, String from) {
                said.add(url.getPath() + " of " + from + " by " + worker);
            }
        };
        return run(() -> crawl.begin(patient(), List.of(), manners)
                .map(begun ->
                        new RedisFrontier(patient(), crawl, new RedisFrontier.Worker(worker, lease, clock, watcher))));
    }

    final String take(RedisFrontier frontier) throws Exception {
        URI url = run(frontier::take);
        return url == null ? "none" : url.getPath();
    }

    final void save(RedisFrontier frontier, String path, String html) throws Exception {
        run(() -> frontier.save(new Visit(Page.of(START.resolve(path), Response.html(html), () -> 0), 0)));
    }

    static String links(String... paths) {
        return "<a href=" + String.join("></a><a href=", paths) + "></a>";
    }

    protected final void passTheLeaseTwice() throws Exception {
        run(() -> loop().sleep(LEASE.multipliedBy(2)));
    }

    final List<String> visited(RedisFrontier frontier) throws Exception {
        return run(frontier::visits).keySet().stream().map(URI::getPath).toList();
    }

    @Test
    void eachUrlIsTakenOnceByOneOfTheWorkers() throws Exception {
        RedisFrontier a = join("a");
        RedisFrontier b = join("b");

        assertThat(take(a)).isEqualTo("/");
        Future<@Nullable URI> waits = run(() -> Future.completed(b.take()));
        save(a, "/", links("/1", "/2", "/1", "/", "http://10.0.0.2/"));
        assertThat(run(() -> waits)).isEqualTo(START.resolve("/1"));
        assertThat(take(a)).isEqualTo("/2");
        save(b, "/1", links("/2", "/3"));
        save(a, "/2", links("/3", "/1"));
        assertThat(take(b)).isEqualTo("/3");
        save(b, "/3", "no more");

        assertThat(take(a)).isEqualTo("none");
        assertThat(take(b)).isEqualTo("none");
        assertThat(visited(a)).containsExactly("/", "/1", "/2", "/3").isEqualTo(visited(b));
        assertThat(run(b::saved)).isEqualTo(4);
        assertThat(said).isEmpty();
    }

    @Test
    void theOthersTakeWhatAWorkerHadTakenThatSaysNothingMore() throws Exception {
        RedisFrontier a = join("a");
        RedisFrontier b = join("b");
        assertThat(take(a)).isEqualTo("/");
        a.close();

        assertThat(take(b)).isEqualTo("/");
        assertThat(said).containsExactly("/ of a by b");
        save(b, "/", "x");
        assertThat(take(b)).isEqualTo("none");
        passTheLeaseTwice();
        assertThat(states.get(states.size() - 1)).isEqualTo(new RedisFrontier.State(1, 0, 0, 1, 1));
    }

    @Test
    void aWorkerThatIsAliveKeepsWhatItHasTaken() throws Exception {
        RedisFrontier a = join("a");
        RedisFrontier b = join("b");
        assertThat(take(a)).isEqualTo("/");
        Future<@Nullable URI> waits = run(() -> Future.completed(b.take()));

        passTheLeaseTwice();

        assertThat(waits.isDone()).isFalse();
        assertThat(states.get(states.size() - 1)).isEqualTo(new RedisFrontier.State(0, 0, 1, 2, 0));
        save(a, "/", "x");
        assertThat(run(() -> waits)).isNull();
        assertThat(said).isEmpty();
    }

    /** It was cut off, and is back. */
    @Test
    void theFirstResultOfAPageCounts() throws Exception {
        RedisFrontier a = join("a");
        RedisFrontier b = join("b");
        assertThat(take(a)).isEqualTo("/");
        a.close();
        assertThat(take(b)).isEqualTo("/");

        save(a, "/", links("/1"));
        save(b, "/", links("/2"));

        assertThat(take(b)).isEqualTo("/1");
        save(b, "/1", "x");
        assertThat(take(b)).isEqualTo("none");
        assertThat(visited(b)).containsExactly("/", "/1");
        assertThat(run(b::visits).get(START).page().links())
                .extracting(Link::text)
                .containsExactly("http://10.0.0.1/1");
    }

    @Test
    void aWorkerThatLeavesGivesItsPagesBackAtOnce() throws Exception {
        Duration longerThanTheTest = Duration.ofDays(1);
        RedisFrontier a = join("a", START, Map.of(), longerThanTheTest);
        assertThat(take(a)).isEqualTo("/");
        run(a::leave);
        RedisFrontier b = join("b", START, Map.of(), longerThanTheTest);

        assertThat(take(b)).isEqualTo("/");
        assertThat(said).containsExactly("/ of a by b");
    }

    /** Its name is the same, and the second one knows nothing of the page, as after a connection that was lost. */
    @Test
    void aPageWhoseAnswerWasLostIsTakenAgain() throws Exception {
        RedisFrontier a = join("a");
        assertThat(take(a)).isEqualTo("/");
        RedisFrontier same = join("a");

        assertThat(take(same)).isEqualTo("/");
        Future<@Nullable URI> none = run(() -> Future.completed(same.take()));
        save(same, "/", "x");
        assertThat(run(() -> none)).isNull();
        assertThat(said).isEmpty();
    }

    @Test
    void aWorkerWithOtherArgumentsIsRefused() throws Exception {
        join("a", START, Map.of("--delay", "PT2S"));

        assertRefused(START.resolve("/other"), Map.of("--delay", "PT2S"), "has --url http://10.0.0.1/, not");
        assertRefused(START, Map.of("--delay", "PT1S"), "has --delay PT2S, not PT1S");
        run(() -> redis().call(Command.of("HSET", CrawlKeys.of(name).crawl(), "format", "0")));
        assertRefused(START, Map.of("--delay", "PT2S"), "has the format 0, and this version needs 1");
    }

    private void assertRefused(URI start, Map<String, String> manners, String reason) {
        assertThatThrownBy(() -> join("b", start, manners))
                .isInstanceOf(ExecutionException.class)
                .cause()
                .isInstanceOf(IOException.class)
                .hasMessageContaining("the crawl " + name + " in Redis " + reason);
    }

    /** None of the commands that follow makes keys of it, so the next worker begins it. */
    @Test
    void aCrawlThatWasDeletedIsAnErrorAndCanBeginAgain() throws Exception {
        RedisFrontier a = join("a");
        assertThat(take(a)).isEqualTo("/");
        run(() -> redis().call(Command.of("DEL", CrawlKeys.of(name).all())));

        passTheLeaseTwice();
        assertDeleted(() -> take(a));
        assertDeleted(() -> run(a::leave));

        RedisFrontier b = join("b");
        assertThat(take(b)).isEqualTo("/");
        save(b, "/", "x");
        assertThat(take(b)).isEqualTo("none");
        passTheLeaseTwice();
        assertThat(states.get(states.size() - 1)).isEqualTo(new RedisFrontier.State(1, 0, 0, 1, 0));
    }

    private static void assertDeleted(ThrowingCallable call) {
        assertThatThrownBy(call).cause().hasMessageContaining("Redis says: NOCRAWL the crawl was deleted");
    }
}
