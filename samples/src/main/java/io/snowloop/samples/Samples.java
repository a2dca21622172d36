package io.snowloop.samples;

import io.snowloop.samples.late.WhyLate;
import io.snowloop.samples.seeds.AsyncHttp;
import io.snowloop.samples.seeds.AsyncRequest;
import io.snowloop.samples.seeds.NoBlockIO;
import io.snowloop.samples.seeds.selector.Fetcher;
import io.snowloop.samples.seeds.snow.Snow;
import java.util.List;
import java.util.Optional;

/** The list of all samples. */
final class Samples {
    static final List<Sample> ALL = List.of(
            Sample.command("crawl", "the main job: the docs as a web site, and a crawler, on one loop"),
            Sample.command("fetch", "the client: any number of URLs concurrently on one thread"),
            Sample.command("bench-server", "the server for benchmarks and conformance tests"),
            Sample.command("simulated-outage", "a fetch survives a partition, in virtual time; --seed N repeats it"),
            Sample.alone("why-late", "a view that blocks the loop, and the report that names it", WhyLate::main),
            Sample.of("seed-selector", "a client on the bare loop, with a callback for each key", Fetcher::main),
            Sample.alone("seed-no-block-io", "concurrent requests, on transports", NoBlockIO::main),
            Sample.alone("seed-async-http", "a callback for each item, on the Fetcher", AsyncHttp::main),
            Sample.alone(
                    "seed-async-request", "time-outs and errors in one callback, on the Fetcher", AsyncRequest::main),
            Sample.of("seed-snow", "the first Snow with its original names, on the real Snow", Snow::main));

    private Samples() {}

    static Optional<Sample> named(String name) {
        return ALL.stream().filter(sample -> sample.name().equals(name)).findFirst();
    }
}
