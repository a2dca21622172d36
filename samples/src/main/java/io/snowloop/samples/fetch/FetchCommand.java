// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.fetch;

import io.snowloop.client.CookieJar;
import io.snowloop.client.Fetcher;
import io.snowloop.client.FetcherOptions;
import io.snowloop.client.ProxyChoice;
import io.snowloop.future.Future;
import io.snowloop.http.Filter;
import io.snowloop.http.Request;
import io.snowloop.samples.Arguments;
import io.snowloop.samples.Interruptible;
import io.snowloop.samples.IoMessages;
import io.snowloop.samples.Terminal;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** The command that fetches any number of URLs concurrently, on one thread. */
@Command(
        name = "fetch",
        abbreviateSynopsis = true,
        description = {
            "Fetch URLs concurrently on one thread, and print the bodies in the order of the URLs. Of several URLs, each body"
                    + " has its URL above it. With --repeat there are no bodies but a summary.",
            "A response with any status is a success; a fetch without a complete response has failed.",
            "Options that curl has too mean the same here, as far as their description says.",
            ""
        })
public final class FetchCommand implements Callable<Integer> {
    @Parameters(arity = "1..*", paramLabel = "URL", description = "The URLs to fetch: http://... or https://...")
    private List<String> urls = List.of();

    @ArgGroup(validate = false, order = 1, heading = "%nRequest:%n")
    private RequestArguments request = new RequestArguments();

    @ArgGroup(validate = false, order = 2, heading = "%nOutput:%n")
    private OutputArguments output = new OutputArguments();

    @ArgGroup(validate = false, order = 3, heading = "%nTransfer:%n")
    private TransferArguments transfer = new TransferArguments();

    @ArgGroup(validate = false, order = 4, heading = "%nLogin:%n")
    private LoginArguments login = new LoginArguments();

    @ArgGroup(validate = false, order = 5, heading = "%nCookies:%n")
    private CookieArguments cookies = new CookieArguments();

    @ArgGroup(validate = false, order = 6, heading = "%nConnection:%n")
    private ConnectionArguments connection = new ConnectionArguments();

    @ArgGroup(validate = false, order = 7, heading = "%nProxy:%n")
    private ProxyArguments proxy = new ProxyArguments();

    @ArgGroup(order = 8, heading = "%nCertificates:%n")
    private @Nullable TrustArguments trust;

    @ArgGroup(validate = false, order = 9, heading = "%nRepetition:%n")
    private RepeatArguments repetition = new RepeatArguments();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    FetchCommand() {}

    @Override
    public Integer call() throws Exception {
        try (DownloadBar bar = new DownloadBar()) {
            return run(plan(bar));
        }
    }

    /** What the arguments ask for. */
    private record Plan(
            List<Request> requests,
            FetcherOptions options,
            List<Filter> filters,
            @Nullable CookieJar jar) {}

    /** Reads the arguments. What is wrong with them is a {@link ParameterException}. */
    private Plan plan(DownloadBar bar) {
        try {
            output.check(urls.size());
            checkTogether();
            urls.forEach(
                    new Arguments.Url()::convert); // not during parsing, so that an unknown option is reported first
            CookieJar jar = cookies.jar();
            return new Plan(requests(), options(), filters(jar, bar), jar);
        } catch (IllegalArgumentException | TypeConversionException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        } catch (IOException e) {
            throw new ParameterException(spec.commandLine(), IoMessages.of(e), e);
        }
    }

    /** Options of several groups. */
    private void checkTogether() {
        if (output.file != null && request.wantsHead()) {
            throw new IllegalArgumentException("-I fetches no body that -o could save: give one of them");
        }
        if (output.resumes() && (!request.isGet() || request.hasBody())) {
            throw new IllegalArgumentException("-C goes on with a GET without a body: leave out -X, -I, -d, -F and -T");
        }
        if (output.resumes() && transfer.decodes()) {
            throw new IllegalArgumentException("-C and --compressed exclude each other: a rest cannot be decoded");
        }
        if (connection.hasSocket() && proxy.isGiven()) {
            throw new IllegalArgumentException("--unix-socket and a proxy exclude each other: give one of them");
        }
    }

    private List<Request> requests() throws IOException {
        String field = cookies.field();
        boolean asks = connection.asksBeforeBodies() && request.hasBody();
        return request.requests(urls).stream()
                .map(plain -> field == null ? plain : plain.withHeader("Cookie", field))
                .map(plain -> asks ? plain.withHeader("Expect", "100-continue") : plain)
                .toList();
    }

    /** As many connections as requests, so that all requests are in flight at once. */
    private FetcherOptions options() throws IOException {
        FetcherOptions.Builder options = FetcherOptions.builder()
                .maxPerOrigin(urls.size())
                .maxConnections(urls.size())
                .proxies(connection.hasSocket() ? ProxyChoice.DIRECT : proxy.choice(System.getenv()))
                .tls(trust == null ? null : trust.config(spec.commandLine()));
        connection.set(options, urls);
        return options.build();
    }

    /** From the outermost, which sees a request first, to the innermost, which sees each that is sent. */
    private List<Filter> filters(@Nullable CookieJar jar, DownloadBar bar) {
        List<Filter> filters = new ArrayList<>(transfer.outer());
        if (jar != null) {
            filters.add(jar);
        }
        filters.addAll(login.filters(urls));
        filters.addAll(request.filters());
        filters.addAll(transfer.inner());
        if (output.heads) {
            filters.add(new HeadLog(spec.commandLine().getErr()));
        }
        if (output.file != null && Terminal.isReal()) {
            filters.add(bar);
        }
        return filters;
    }

    private int run(Plan plan) throws Exception {
        try (Fetcher fetcher = Fetcher.create(plan.options)) {
            Rounds rounds = new Rounds(fetcher, plan);
            long began = System.nanoTime();
            Future<?> all = fetcher.loop().submit(() -> rounds.run(repetition.rounds));
            new Interruptible(all).run(fetcher, () -> {});
            if (repetition.rounds > 1 && !output.json) {
                spec.commandLine().getOut().print(rounds.tally.summary(System.nanoTime() - began, rounds.connections));
                spec.commandLine().getOut().flush();
            }
            cookies.save(plan.jar);
            return rounds.tally.failures() == 0 ? 0 : 1;
        }
    }

    /** The rounds of the same requests. */
    private final class Rounds {
        private final Fetcher fetcher;
        private final List<Request> requests;

        /** Not picocli's writer, because bodies are bytes. */
        private final OrderedOutput parts = new OrderedOutput(System.out);

        private final FetchJob.Settings settings;
        private final Tally tally = new Tally();
        private int connections;

        Rounds(Fetcher fetcher, Plan plan) {
            this.fetcher = fetcher;
            this.requests = plan.requests;
            this.settings = new FetchJob.Settings(
                    output,
                    repetition.rounds == 1,
                    request.wantsHead(),
                    transfer.follows(),
                    plan.filters,
                    spec.commandLine().getErr());
        }

        Future<?> run(int left) {
            List<Future<FetchResult>> jobs = new ArrayList<>(requests.size());
            for (Request request : requests) {
                OrderedOutput.Part part = parts.next();
                if (settings.bodies() && !output.json && requests.size() > 1) {
                    title(part, (jobs.isEmpty() ? "" : "\n") + "==> " + request.target() + " <==\n");
                }
                jobs.add(new FetchJob(request, settings, part, fetcher).run());
            }
            return Future.all(fetcher.loop(), jobs).flatMap(results -> {
                tally.add(results);
                connections = fetcher.connections();
                return left == 1 || parts.isBroken()
                        ? Future.completed(null)
                        : fetcher.loop().sleep(repetition.pause).flatMap(slept -> run(left - 1));
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
