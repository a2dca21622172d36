// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.crawl;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import io.snowloop.client.Fetcher;
import io.snowloop.future.Future;
import io.snowloop.http.Request;
import io.snowloop.http.Response;
import io.snowloop.http.Status;
import io.snowloop.loop.EventLoop;
import io.snowloop.loop.Scheduler;
import io.snowloop.samples.redis.FakeRedis;
import io.snowloop.samples.redis.Redis;
import io.snowloop.samples.redis.RedisOptions;
import io.snowloop.server.Server;
import io.snowloop.server.Snow;
import io.snowloop.sim.Faults;
import io.snowloop.sim.Seeds;
import io.snowloop.sim.Simulation;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Crawls of several workers, in virtual time: what they find together is what one finds alone, page for page. */
class SharedCrawlTest {
    private static final String SITE = "10.0.0.1";
    private static final String REDIS = "10.0.0.9";
    private static final InetSocketAddress ADDRESS = new InetSocketAddress(REDIS, 6379);
    private static final URI START = URI.create("http://" + SITE + "/");
    private static final SharedCrawl CRAWL = new SharedCrawl("test", START);
    private static final InstantSource CLOCK = InstantSource.fixed(Instant.EPOCH);

    /** Each of which leads to two others, and all to the first. */
    private static final int PAGES = 30;

    private static final int CONCURRENCY = 4;

    /** Of all workers at once. */
    private static final int PER_HOST = 6;

    /** A site, a server of Redis, and workers. */
    private static final class World {
        final Simulation simulation;
        final Random random;
        final FakeRedis redis;
        final FakeFrontier frontier;
        final Map<String, Integer> asked = new HashMap<>();
        int underWay;
        int mostUnderWay;
        final List<String> said = new ArrayList<>();
        final List<Worker> workers = new ArrayList<>();

        World(Simulation simulation) throws IOException {
            this.simulation = simulation;
            this.random = simulation.random();
            EventLoop loop = simulation.loop(REDIS);
            redis = new FakeRedis(loop, ADDRESS);
            frontier = new FakeFrontier(loop);
            redis.script = frontier;
            redis.start();
            Server.of(site()).on(simulation.loop(SITE)).listen(SITE, 80);
        }

        private Snow site() {
            return new Snow()
                    .get("/", (request, loop) -> answer(request, loop, 1))
                    .get("/{n:int}", (request, loop) -> answer(request, loop, request.pathInt("n")));
        }

        private Future<Response> answer(Request request, Scheduler loop, int n) {
            asked.merge(request.path(), 1, Integer::sum);
            Response page = n > PAGES
                    ? Response.of(Status.NOT_FOUND)
                    : Response.html("<title>" + n + "</title><a href=/" + 2 * n + ">x</a> <a href=/" + (2 * n + 1)
                            + ">y</a> <a href=/>home</a>");
            mostUnderWay = Math.max(mostUnderWay, ++underWay);
            return loop.sleep(ofMillis(random.nextInt(2_000))).map(slept -> {
                underWay--;
                return page;
            });
        }

        Worker worker() throws IOException {
            Worker worker = new Worker(this, "w" + workers.size());
            workers.add(worker);
            return worker;
        }

        void at(Duration time, Runnable action) {
            simulation.at(simulation.ticker().elapsed().plus(time), action);
        }

        /** What all of them have found, as lines. */
        List<String> found() throws Exception {
            for (Worker worker : workers) {
                if (!worker.killed) {
                    simulation.runUntil(worker.crawl::isDone);
                }
            }
            Worker last =
                    workers.stream().filter(each -> !each.killed).findFirst().orElseThrow();
            assertThat(frontier.of("test").urls.pending()).isZero();
            Map<URI, Visit> visits = last.crawl.resultNow();
            assertThat(visits).hasSize(frontier.of("test").results.xlen()); // none of them twice
            return lines(visits);
        }

        /** No page was asked for more than once, but for those that are said to be. */
        void assertOnlyWhatIsSaidWasAskedForTwice() {
            Map<String, Integer> allowed = new HashMap<>();
            frontier.of("test")
                    .again
                    .forEach(each -> allowed.merge(
                            URI.create(each.substring(each.indexOf(' ') + 1)).getPath(), 1, Integer::sum));
            asked.forEach((path, times) -> assertThat(times).as(path).isBetween(1, 1 + allowed.getOrDefault(path, 0)));
        }
    }

    /** A process. */
    private static final class Worker {
        final EventLoop loop;
        final Future<Map<URI, Visit>> crawl;
        boolean killed;

        Worker(World world, String name) throws IOException {
            loop = world.simulation.loop("10.0.1." + (world.workers.size() + 1));
            Redis redis = Redis.on(loop, RedisOptions.of(ADDRESS).withRandom(world.random));
            PatientRedis patient = new PatientRedis(loop, redis, new PatientRedis.Listener() {
                @Override
                public void away(String reason) {
                    world.said.add(name + " away");
                }

                @Override
                public void back() {
                    world.said.add(name + " back");
                }
            });
            RedisFrontier.Watcher watcher = new RedisFrontier.Watcher() {
                @Override
                public void state(RedisFrontier.State state) {
                    // not of interest
                }

                @Override
                public void again(URI url, String from) {
                    world.said.add(url.getPath() + " of " + from + " by " + name);
                }
            };
            RedisTurns turns =
                    new RedisTurns(patient, CRAWL.keys(), name, new RedisTurns.Manner(PER_HOST, Duration.ZERO));
            Fetcher fetcher = Fetcher.on(loop).with(turns);
            Scheduler scheduler = loop;
            crawl = scheduler.submit(() -> CRAWL.begin(patient, List.of(), Map.of())
                    .flatMap(begun -> {
                        RedisFrontier frontier = new RedisFrontier(
                                patient, CRAWL, new RedisFrontier.Worker(name, RedisFrontier.LEASE, CLOCK, watcher));
                        return new Crawler(fetcher, frontier, CONCURRENCY, done -> {})
                                .crawl()
                                .onDone(frontier::close);
                    }));
        }

        /** As the kernel does when a process is killed: its sockets are closed. */
        void kill() {
            killed = true;
            loop.close();
        }
    }

    private static List<String> lines(Map<URI, Visit> visits) {
        return visits.values().stream()
                .map(visit ->
                        PageLine.of(new Visit(visit.page(), 0), Instant.EPOCH).toString())
                .sorted()
                .toList();
    }

    /** What one crawler finds that has all in its memory. */
    private static List<String> whole() throws Exception {
        try (Simulation simulation = new Simulation(1)) {
            World world = new World(simulation);
            EventLoop loop = simulation.loop("10.0.1.1");
            Crawler crawler =
                    new Crawler(Fetcher.on(loop), new MemoryFrontier(START, List.of()), CONCURRENCY, done -> {});
            Scheduler scheduler = loop;
            List<String> lines = lines(simulation.runUntil(scheduler.submit(crawler::crawl)));
            assertThat(lines).hasSize(2 * PAGES + 1);
            assertThat(world.asked).hasSize(2 * PAGES + 1);
            return lines;
        }
    }

    @Test
    void threeWorkersFindWhatOneFinds() throws Exception {
        List<String> whole = whole();
        Seeds.check(20, simulation -> {
            World world = new World(simulation);
            for (int i = 0; i < 3; i++) {
                world.worker();
            }

            assertThat(world.found()).isEqualTo(whole);
            world.assertOnlyWhatIsSaidWasAskedForTwice();
            assertThat(world.said).isEmpty();
            assertThat(world.mostUnderWay).isEqualTo(PER_HOST);
        });
    }

    /** All but the first, at any time, and others come: nothing is lost, and only what they had under way is fetched again. */
    @Test
    void workersThatAreKilledLoseNothing() throws Exception {
        List<String> whole = whole();
        int[] again = new int[1];
        Seeds.check(60, simulation -> {
            World world = new World(simulation);
            world.simulation.network().faults(Faults.NONE.latency(ofMillis(5)));
            world.worker();
            for (int i = 1 + world.random.nextInt(3); i > 0; i--) {
                Worker worker = world.worker();
                world.at(ofMillis(world.random.nextInt(8_000)), worker::kill);
            }
            if (world.random.nextBoolean()) {
                simulation.runFor(ofMillis(world.random.nextInt(8_000)));
                world.worker();
            }

            assertThat(world.found()).isEqualTo(whole);
            world.assertOnlyWhatIsSaidWasAskedForTwice();
            assertThat(world.mostUnderWay).isLessThanOrEqualTo(PER_HOST);
            assertThat(world.said.stream().filter(each -> each.contains(" of ")))
                    .hasSameSizeAs(world.frontier.of("test").again);
            again[0] += world.said.size();
        });
        assertThat(again[0]).as("pages that were fetched again").isGreaterThan(60);
    }

    /** However long: no lease ends while no worker can say that it is alive. */
    @Test
    void redisIsWaitedForAndNoPageIsFetchedTwice() throws Exception {
        List<String> whole = whole();
        Seeds.check(60, simulation -> {
            World world = new World(simulation);
            for (int i = 0; i < 3; i++) {
                world.worker();
            }
            Duration time = Duration.ZERO;
            for (int i = world.random.nextInt(3); i >= 0; i--) {
                time = time.plusMillis(world.random.nextInt(6_000));
                Duration end = time.plusMillis(world.random.nextInt(60_000));
                switch (world.random.nextInt(3)) {
                    case 0 -> {
                        world.at(time, world.redis::pause);
                        world.at(end, world.redis::resume);
                    }
                    case 1 -> {
                        world.at(time, world.redis::stop);
                        world.at(end, () -> start(world.redis));
                    }
                    default -> world.at(time, world.redis::lose);
                }
                time = end;
            }

            assertThat(world.found()).isEqualTo(whole);
            world.assertOnlyWhatIsSaidWasAskedForTwice();
            assertThat(world.mostUnderWay).isLessThanOrEqualTo(PER_HOST);
            assertThat(world.frontier.of("test").again).isEmpty();
            assertThat(new TreeSet<>(world.said))
                    .isSubsetOf("w0 away", "w1 away", "w2 away", "w0 back", "w1 back", "w2 back");
        });
    }

    private static void start(FakeRedis redis) {
        try {
            redis.start();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** Both have its pages then: the first result counts. */
    @Test
    void aWorkerThatIsCutOffAndComesBackDoublesNothing() throws Exception {
        List<String> whole = whole();
        Seeds.check(50, simulation -> {
            World world = new World(simulation);
            world.worker();
            world.worker();
            Duration begin = ofMillis(world.random.nextInt(6_000));
            simulation.network().partition("10.0.1.2", REDIS, begin, begin.plusSeconds(world.random.nextInt(60)));

            assertThat(world.found()).isEqualTo(whole);
            world.assertOnlyWhatIsSaidWasAskedForTwice();
        });
    }

    @Test
    void aWorkerThatJoinsACrawlThatIsOverFindsItsPages() throws Exception {
        try (Simulation simulation = new Simulation(1)) {
            World world = new World(simulation);
            world.worker();
            List<String> found = world.found();
            world.asked.clear();
            world.worker();

            assertThat(world.found()).isEqualTo(found);
            assertThat(lines(world.workers.get(1).crawl.resultNow())).isEqualTo(found);
            assertThat(world.asked).isEmpty();
        }
    }

    @Test
    void theNextWorkerGoesOnAfterALeaseWhereTheOnlyOneWasKilled() throws Exception {
        try (Simulation simulation = new Simulation(1)) {
            World world = new World(simulation);
            Worker only = world.worker();
            simulation.runFor(ofSeconds(5));
            only.kill();
            simulation.runFor(ofSeconds(60));
            world.worker();

            assertThat(world.found()).isEqualTo(whole());
            world.assertOnlyWhatIsSaidWasAskedForTwice();
        }
    }
}
