// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.fetch;

import io.snowloop.client.Fetcher;
import io.snowloop.client.FetcherOptions;
import io.snowloop.client.Timeouts;
import io.snowloop.future.Future;
import io.snowloop.http.Request;
import io.snowloop.samples.Arguments;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The command that fetches any number of URLs concurrently, on one thread. */
@Command(
        name = "fetch",
        description = {
            "Fetch URLs concurrently on one thread, and print the bodies in the order of the URLs. Of several URLs, each body"
                    + " has its URL above it. With --repeat there are no bodies but a summary.",
            "A response with any status is a success; a fetch without a complete response has failed.",
            ""
        })
public final class FetchCommand implements Callable<Integer> {
    @Mixin
    private RequestArguments arguments = new RequestArguments();

    @Option(names = "-L", description = "Follow redirects.")
    private boolean follow;

    @Option(
            names = "--connect-timeout",
            paramLabel = "S",
            converter = Arguments.Seconds.class,
            description = "Fail without a connection after S seconds, such as 0.5, TLS included (default: 10).")
    private Duration connectTimeout = Timeouts.DEFAULT.connect();

    @Option(
            names = "--timeout",
            paramLabel = "S",
            converter = Arguments.Seconds.class,
            description = "Fail without a complete response after S seconds" + " (default: 300, or 60 without a byte).")
    private @Nullable Duration timeout;

    @Option(
            names = "--output",
            paramLabel = "FILE",
            description = "Save the body of a 2xx response to FILE; only with a single URL.")
    private @Nullable Path file;

    @Option(
            names = "--repeat",
            paramLabel = "N",
            defaultValue = "1",
            converter = Arguments.Count.class,
            description =
                    "Make the requests N times, one round after the other, over the same connections, and print a summary"
                            + " instead of the bodies.")
    private int repeat;

    @Option(
            names = "--pause",
            paramLabel = "MS",
            defaultValue = "0",
            converter = Arguments.Millis.class,
            description = "Wait MS milliseconds between two rounds.")
    private Duration pause = Duration.ZERO;

    @ArgGroup
    private @Nullable TrustArguments trust;

    @Option(names = "--json", description = "Print a line of JSON for each response instead of its body.")
    private boolean json;

    @Parameters(arity = "1..*", paramLabel = "URL", description = "The URLs to fetch: http://... or https://...")
    private List<String> urls = List.of();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    FetchCommand() {}

    @Override
    public Integer call() throws Exception {
        if (file != null && urls.size() > 1) {
            throw new ParameterException(spec.commandLine(), "--output is for a single URL, not for " + urls.size());
        }
        List<Request> requests = arguments.requests(urls, spec.commandLine());
        try (Fetcher fetcher = Fetcher.create(options())) {
            Rounds rounds = new Rounds(fetcher, requests);
            long began = System.nanoTime();
            Future<?> all = fetcher.loop().submit(() -> rounds.run(repeat));
            new Interruptible(all).run(fetcher);
            if (repeat > 1 && !json) {
                spec.commandLine().getOut().print(rounds.tally.summary(System.nanoTime() - began, rounds.connections));
                spec.commandLine().getOut().flush();
            }
            return rounds.tally.failures() == 0 ? 0 : 1;
        }
    }

    /** As many connections as requests, so that all requests are in flight at once. */
    private FetcherOptions options() {
        Timeouts.Builder timeouts = Timeouts.builder().connect(connectTimeout);
        if (timeout != null) {
            timeouts.total(timeout).read(timeout);
        }
        return FetcherOptions.builder()
                .timeouts(timeouts.build())
                .maxPerOrigin(urls.size())
                .maxConnections(urls.size())
                .tls(trust == null ? null : trust.config(spec.commandLine()))
                .build();
    }

    /** The rounds of the same requests. */
    private final class Rounds {
        private final Fetcher fetcher;
        private final List<Request> requests;

        /** Not picocli's writer, because bodies are bytes. */
        private final OrderedOutput output = new OrderedOutput(System.out);

        private final FetchJob.Settings settings = new FetchJob.Settings(
                follow, repeat == 1, json, file, spec.commandLine().getErr());
        private final Tally tally = new Tally();
        private int connections;

        Rounds(Fetcher fetcher, List<Request> requests) {
            this.fetcher = fetcher;
            this.requests = requests;
        }

        Future<?> run(int left) {
            List<Future<FetchResult>> jobs = new ArrayList<>(requests.size());
            for (Request request : requests) {
                OrderedOutput.Part part = output.next();
                if (settings.bodies() && !json && requests.size() > 1) {
                    title(part, (jobs.isEmpty() ? "" : "\n") + "==> " + request.target() + " <==\n");
                }
                jobs.add(new FetchJob(request, settings, part, fetcher).run());
            }
            return Future.all(fetcher.loop(), jobs).flatMap(results -> {
                tally.add(results);
                connections = fetcher.connections();
                return left == 1 || output.isBroken()
                        ? Future.completed(null)
                        : fetcher.loop().sleep(pause).flatMap(slept -> run(left - 1));
            });
        }

        /** As head and tail do it. An output that is broken is seen by {@link OrderedOutput#isBroken}. */
        private static void title(OrderedOutput.Part part, String text) {
            try {
                part.write(StandardCharsets.UTF_8.encode(text));
            } catch (IOException e) {
                // and so does the body see it
            }
        }
    }
}
