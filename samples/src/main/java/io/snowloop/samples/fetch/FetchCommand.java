package io.snowloop.samples.fetch;

import io.snowloop.client.Fetcher;
import io.snowloop.client.FetcherOptions;
import io.snowloop.client.Timeouts;
import io.snowloop.future.Future;
import io.snowloop.http.Request;
import io.snowloop.samples.Arguments;
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

/** The command that fetches any number of URLs, all at once, on one thread. */
@Command(
        name = "fetch",
        description = {
            "Fetch URLs, all at once on one thread, and print what comes, in the order of the URLs.",
            "Any status is a success; a fetch has failed when no complete response came.",
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
            description = "Give up when there is no connection after S seconds, such as 0.5 (default: 10).")
    private Duration connectTimeout = Timeouts.DEFAULT.connect();

    @Option(
            names = "--timeout",
            paramLabel = "S",
            converter = Arguments.Seconds.class,
            description = "Give up when a response is not complete after S seconds"
                    + " (default: 300, or 60 in which not a byte came).")
    private @Nullable Duration timeout;

    @Option(names = "--output", paramLabel = "FILE", description = "Save the body to FILE. For a single URL.")
    private @Nullable Path file;

    @Option(
            names = "--repeat",
            paramLabel = "N",
            defaultValue = "1",
            converter = Arguments.Count.class,
            description = "Make the same requests N times, one round after the other, over the same connections.")
    private int repeat;

    @Option(
            names = "--pause",
            paramLabel = "MS",
            defaultValue = "0",
            converter = Arguments.Millis.class,
            description = "Wait so many milliseconds between two rounds.")
    private Duration pause = Duration.ZERO;

    @ArgGroup
    private @Nullable TrustArguments trust;

    @Option(names = "--json", description = "Print a line of JSON about each response, in place of its body.")
    private boolean json;

    @Parameters(arity = "1..*", paramLabel = "URL", description = "What to fetch: http://... or https://...")
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
            fetcher.runUntil(fetcher.loop().submit(() -> rounds.run(repeat)));
            return rounds.failures == 0 ? 0 : 1;
        }
    }

    /** As many connections as requests: all of them really go at once. */
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

    /** The same requests, again and again. */
    private final class Rounds {
        private final Fetcher fetcher;
        private final List<Request> requests;

        /** Not picocli's writer: bodies are bytes. */
        private final OrderedOutput output = new OrderedOutput(System.out);

        private final FetchJob.Settings settings =
                new FetchJob.Settings(follow, json, file, spec.commandLine().getErr());
        private int failures;

        Rounds(Fetcher fetcher, List<Request> requests) {
            this.fetcher = fetcher;
            this.requests = requests;
        }

        Future<?> run(int left) {
            List<Future<FetchResult>> jobs = new ArrayList<>(requests.size());
            for (Request request : requests) {
                jobs.add(new FetchJob(request, settings, output.next(), fetcher).run());
            }
            return Future.all(fetcher.loop(), jobs).flatMap(results -> {
                failures += (int) results.stream().filter(FetchResult::failed).count();
                return left == 1 || output.isBroken()
                        ? Future.completed(null)
                        : fetcher.loop().sleep(pause).flatMap(slept -> run(left - 1));
            });
        }
    }
}
