package io.snowloop.samples;

import java.util.List;
import java.util.Optional;

/** All samples: the one place where each is entered. */
final class Samples {
    static final List<Sample> ALL = List.of(
            Sample.command("crawl", "the docs as a web site, and a crawler of it, on one loop: the main job"),
            Sample.command("fetch", "the client: any number of URLs at once on one thread"),
            Sample.command("bench-server", "the server: what benchmarks and conformance tests talk to"));

    private Samples() {}

    static Optional<Sample> named(String name) {
        return ALL.stream().filter(sample -> sample.name().equals(name)).findFirst();
    }
}
