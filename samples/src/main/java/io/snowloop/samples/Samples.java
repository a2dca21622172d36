package io.snowloop.samples;

import io.snowloop.samples.seeds.AsyncHttp;
import io.snowloop.samples.seeds.AsyncRequest;
import io.snowloop.samples.seeds.NoBlockIO;
import io.snowloop.samples.seeds.selector.Fetcher;
import io.snowloop.samples.seeds.snow.Snow;
import java.util.List;
import java.util.Optional;

/** All samples: the one place where each is entered. */
final class Samples {
    static final List<Sample> ALL = List.of(
            Sample.command("crawl", "the docs as a web site, and a crawler of it, on one loop: the main job"),
            Sample.command("fetch", "the client: any number of URLs at once on one thread"),
            Sample.command("bench-server", "the server: what benchmarks and conformance tests talk to"),
            Sample.of("seed-selector", "a seed: a client on bare selectors, a callback for each key", Fetcher::main),
            Sample.of(
                    "seed-noblockio",
                    "a seed: many requests at once, whoever finishes first is first",
                    NoBlockIO::main),
            Sample.of("seed-asynchttp", "a seed: the same in one line a call, on the Fetcher", AsyncHttp::main),
            Sample.of("seed-asyncrequest", "a seed: any method, a body, and a time-out a request", AsyncRequest::main),
            Sample.of("seed-snow", "a seed: routes, views, and views that yield a future", Snow::main));

    private Samples() {}

    static Optional<Sample> named(String name) {
        return ALL.stream().filter(sample -> sample.name().equals(name)).findFirst();
    }
}
