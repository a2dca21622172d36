// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.download;

import static io.snowloop.client.Redirects.redirects;

import io.snowloop.client.Fetcher;
import io.snowloop.client.FetcherOptions;
import io.snowloop.client.Timeouts;
import io.snowloop.future.Future;
import io.snowloop.http.ByteRate;
import io.snowloop.http.syntax.Printable;
import io.snowloop.loop.EventLoop;
import io.snowloop.samples.Arguments;
import io.snowloop.samples.Interruptible;
import io.snowloop.samples.IoMessages;
import java.io.IOException;
import java.net.URI;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** The command that downloads a file in several ranges at once. */
@Command(
        name = "download",
        description = {
            "Download a file in several ranges at once. What has arrived stays, also after Ctrl-C or kill -9: the same command"
                    + " fetches the rest.",
            "Without a URL, it serves a file of its own and downloads that.",
            ""
        })
public final class DownloadCommand implements Callable<Integer> {
    /** Other downloads may take days; a server that says nothing is given up after the time-out for reads. */
    private static final Duration TOTAL = Duration.ofDays(30);

    private static final int MOST_REDIRECTS = 20;
    private static final int MOST_RANGES = 64;

    @Parameters(
            arity = "0..1",
            paramLabel = "URL",
            converter = Arguments.Url.class,
            description = "The file: http://... or https://...")
    private @Nullable String url;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE",
            description = "Where it goes (default: the last part of the URL's path, in this folder).")
    private @Nullable Path output;

    @Option(
            names = "--ranges",
            paramLabel = "N",
            defaultValue = "4",
            converter = Arguments.Count.class,
            description =
                    "How many ranges are fetched at once, each on a connection; at most 64 (default: ${DEFAULT-VALUE}).")
    private int ranges;

    @Option(
            names = "--retry",
            paramLabel = "N",
            defaultValue = "5",
            converter = Arguments.Count.class,
            description = "Ask for a range again, after up to N failures in a row (default: ${DEFAULT-VALUE}).")
    private int retries;

    @Option(
            names = "--limit-rate",
            paramLabel = "RATE",
            converter = Arguments.Rate.class,
            description = "Receive at most RATE bytes a second in all, such as 500, 100k or 1.5M.")
    private @Nullable Long rate;

    @Option(
            names = "--sha256",
            paramLabel = "HEX",
            converter = Sha256Text.class,
            description = "Keep the file only if this is its SHA-256.")
    private @Nullable String sha256;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    DownloadCommand() {}

    /** 64 hexadecimal digits. */
    static final class Sha256Text implements ITypeConverter<String> {
        @Override
        public String convert(String value) {
            if (!value.matches("[0-9a-fA-F]{64}")) {
                throw new TypeConversionException("'" + value + "' is not a SHA-256: it has 64 hexadecimal digits");
            }
            return value.toLowerCase(Locale.ROOT);
        }
    }

    @Override
    public Integer call() throws Exception {
        if (ranges > MOST_RANGES) {
            throw new ParameterException(
                    spec.commandLine(), "--ranges is at most " + MOST_RANGES + ", and not " + ranges + ": be polite");
        }
        try (EventLoop loop = EventLoop.open()) {
            if (url != null) {
                return download(loop, url, output != null ? output : Path.of(nameOf(url)), sha256);
            }
            try (OwnFile own = OwnFile.serve(loop)) {
                spec.commandLine().getOut().println("Downloading " + own.url() + " from this process");
                Path file = output != null ? output : own.copy();
                return download(loop, own.url(), file, sha256 != null ? sha256 : own.sha256());
            }
        }
    }

    private String nameOf(String url) {
        String path = String.valueOf(URI.create(url).getRawPath());
        String name = path.substring(path.lastIndexOf('/') + 1);
        if (name.isEmpty() || name.equals(".") || name.equals("..")) {
            throw new ParameterException(spec.commandLine(), "the URL has no name for a file: add -o FILE");
        }
        return name;
    }

    private int download(EventLoop loop, String url, Path file, @Nullable String wanted) throws Exception {
        FetcherOptions options = FetcherOptions.builder()
                .maxPerOrigin(ranges)
                .maxConnections(ranges)
                .maxBody(Long.MAX_VALUE)
                .timeouts(Timeouts.builder().total(TOTAL).build())
                .build();
        try (Fetcher plain = Fetcher.on(loop, options);
                PartFile part = PartFile.open(file);
                DownloadProgress progress = DownloadProgress.of(
                        part.file().getFileName().toString(), spec.commandLine().getErr())) {
            Fetcher fetcher = plain.with(redirects(MOST_REDIRECTS));
            if (rate != null) {
                ByteRate limit = ByteRate.perSecond(rate);
                fetcher = fetcher.with((request, next) ->
                        next.handle(request).map(response -> response.withBody(limit.limit(response.body()))));
            }
            Fetcher limited = fetcher;
            long began = loop.ticker().nanoTime();
            Future<RangedDownload.Result> work = loop.submit(
                    () -> new RangedDownload(limited, url, part, new RangedDownload.Settings(ranges, retries, progress))
                            .start());
            new Interruptible(work).run(limited, () -> stopped(part, progress));
            if (work.isCancelled()) {
                return 1; // the JVM ends
            }
            progress.end();
            return finish(part, work.resultNow(), wanted, loop.ticker().nanoTime() - began);
        } catch (ExecutionException e) {
            return failed(url, e);
        }
    }

    /** The part is closed before the JVM may end: what is there is noted, or else the part is deleted. */
    private void stopped(PartFile part, DownloadProgress progress) {
        progress.end();
        try {
            part.close();
            progress.stopped(url != null && part.state(url) != null);
        } catch (IOException e) {
            tell(IoMessages.of(e));
        }
    }

    /** What is wrong with a file of ours is an error of the arguments, and no failure of the download. */
    private int failed(String url, ExecutionException failure) throws Exception {
        Throwable cause = failure.getCause();
        if (cause instanceof FileSystemException file) {
            throw file;
        }
        if (!(cause instanceof IOException)) {
            throw failure; // a bug
        }
        tell(url + ": " + IoMessages.of(cause));
        return 1;
    }

    private int finish(PartFile part, RangedDownload.Result result, @Nullable String wanted, long nanos)
            throws IOException {
        String found = wanted == null ? null : part.sha256();
        if (found != null && !found.equals(wanted)) {
            part.clear();
            tell(part.file() + " is not saved: its SHA-256 is " + found + ", and not " + wanted);
            return 1;
        }
        part.finish();
        String way = result.ranges() == 0 ? "without ranges" : result.ranges() + " ranges";
        String before = result.before() == 0 ? "" : String.format(", %,d bytes were there", result.before());
        spec.commandLine()
                .getOut()
                .printf(
                        Locale.ROOT,
                        "%s: %,d bytes, %s%s, %.2f s%s%n",
                        Printable.of(part.file().getFileName().toString()),
                        result.bytes(),
                        way,
                        before,
                        nanos / 1e9,
                        found == null ? "" : ", the SHA-256 is right");
        spec.commandLine().getOut().flush();
        return 0;
    }

    private void tell(String message) {
        spec.commandLine().getErr().println("snowloop: " + Printable.of(message));
        spec.commandLine().getErr().flush();
    }
}
