// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.fetch;

import static io.snowloop.client.Redirects.redirects;

import io.snowloop.client.Download;
import io.snowloop.client.FetchListener;
import io.snowloop.client.FetchTimings;
import io.snowloop.client.Fetcher;
import io.snowloop.future.Future;
import io.snowloop.http.Filter;
import io.snowloop.http.Request;
import io.snowloop.http.Response;
import io.snowloop.http.Status;
import io.snowloop.http.syntax.Printable;
import io.snowloop.samples.IoMessages;
import io.snowloop.samples.Json;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** One request of the command, from its start to the last byte of its output. */
final class FetchJob {
    private static final int MAX_REDIRECTS = 20;

    private final Request request;
    private final Settings settings;
    private final OutputArguments arguments;
    private final OrderedOutput.Part output;
    private final Fetcher fetcher;
    private final long began;
    private String url;
    private int redirects;

    /** Of each request that was sent; empty if they are not asked for. */
    private final List<FetchTimings> costs = new ArrayList<>();

    /**
     * The settings of all requests of a command.
     *
     * @param output what is printed and saved
     * @param bodies whether to print the body of a response
     * @param heads whether to print the head of a response in the place of its body
     * @param follow whether to follow redirects
     * @param filters of each request, also of those that follow a redirect
     * @param errors the writer of errors, unless these are in the JSON
     */
    record Settings(
            OutputArguments output,
            boolean bodies,
            boolean heads,
            boolean follow,
            List<Filter> filters,
            PrintWriter errors) {}

    FetchJob(Request request, Settings settings, OrderedOutput.Part output, Fetcher fetcher) {
        this.request = request;
        this.settings = settings;
        this.arguments = settings.output;
        this.output = output;
        this.fetcher = fetcher;
        this.began = fetcher.loop().ticker().nanoTime();
        this.url = request.target();
    }

    /** Runs the request. The future never fails: an error is part of the result. */
    Future<FetchResult> run() {
        Fetcher filtered = settings.follow
                ? fetcher.with(redirects(MAX_REDIRECTS).withObserver((redirected, response) -> redirects++))
                : fetcher;
        filtered = filtered.with((sent, next) -> {
            url = sent.target();
            return next.handle(asksForCosts() ? sent.withAttribute(FetchListener.OF_REQUEST, costs::add) : sent);
        });
        for (Filter filter : settings.filters) {
            filtered = filtered.with(filter);
        }
        Path file = arguments.file;
        Future<FetchResult> result = file != null && arguments.resumes()
                ? resume(file, filtered)
                : filtered.handle(request).flatMap(this::receive);
        return result.recover(this::failed).map(this::print);
    }

    private boolean asksForCosts() {
        return arguments.json || arguments.writeOut != null;
    }

    private Future<FetchResult> receive(Response response) {
        Path file = arguments.file;
        if (arguments.fails && response.status().code() >= 400) {
            response.cancel();
            return Future.completed(refused(response, response.status() + ", which -f takes as a failure"));
        }
        if (file != null) {
            return save(file, response);
        }
        boolean prints = settings.bodies && !arguments.json;
        return prints && settings.heads ? printHead(response) : take(response, prints);
    }

    private Future<FetchResult> take(Response response, boolean prints) {
        Digest digest = new Digest();
        BodyOutput sink = new BodyOutput(piece -> {
            digest.add(piece.duplicate());
            if (prints) {
                output.write(piece);
            }
        });
        return sink.take(response.body()).map(end -> result(response, digest));
    }

    private Future<FetchResult> printHead(Response response) {
        try {
            output.write(StandardCharsets.UTF_8.encode(HeadText.of(response)));
            return take(response, false);
        } catch (IOException e) {
            response.cancel();
            return Future.failed(e);
        }
    }

    /** A 304 (Not Modified) says that the file is good as it is. Any other answer that is not saved is a failure. */
    private Future<FetchResult> save(Path file, Response response) {
        Digest digest = new Digest();
        if (Download.isWanted(request, response)) {
            Response digested = response.withBody(digest.of(response.body().stream()));
            return Download.to(file, digested).map(saved -> result(response, digest));
        }
        response.cancel();
        return Future.completed(
                response.status().equals(Status.NOT_MODIFIED)
                        ? result(response, digest)
                        : refused(response, nothingIsWritten(response, file)));
    }

    /** Fetches the rest. Length and digest are those of the rest. */
    private Future<FetchResult> resume(Path file, Fetcher filtered) {
        Digest digest = new Digest();
        return filtered.with((sent, next) -> next.handle(sent)
                        .map(response ->
                                isSaved(response) ? response.withBody(digest.of(response.body().stream())) : response))
                .resumeDownload(request, file)
                .map(response -> isSaved(response)
                        ? result(response, digest)
                        : refused(response, nothingIsWritten(response, file)));
    }

    private static boolean isSaved(Response response) {
        return response.status().equals(Status.OK) || response.status().equals(Status.PARTIAL_CONTENT);
    }

    private static String nothingIsWritten(Response response, Path file) {
        return response.status() + ", and nothing is written to " + file;
    }

    private FetchResult result(Response response, Digest body) {
        return FetchResult.of(request.target(), response, body, redirects, elapsedMillis());
    }

    private FetchResult refused(Response response, String message) {
        tell(message);
        return result(response, new Digest()).withError(message);
    }

    private FetchResult failed(Throwable error) {
        String message = IoMessages.of(error);
        if (message.contains("Too many open files")) {
            message += " (each request needs one: raise the limit with ulimit -n)";
        }
        tell(message);
        return FetchResult.failed(request.target(), error.getClass().getSimpleName() + ": " + message, elapsedMillis());
    }

    private void tell(String message) {
        if (!arguments.json) {
            settings.errors.println("snowloop: " + request.target() + ": " + Printable.of(message));
        }
    }

    private double elapsedMillis() {
        return Json.millis(fetcher.loop().ticker().nanoTime() - began);
    }

    private FetchResult print(FetchResult result) {
        try {
            if (arguments.json) {
                FetchResult whole =
                        result.withRequests(costs.stream().map(RequestCost::of).toList());
                output.write(StandardCharsets.UTF_8.encode(Json.of(whole) + "\n"));
            }
            if (arguments.writeOut != null) {
                output.write(StandardCharsets.UTF_8.encode(arguments.writeOut.of(result, url, new FetchCosts(costs))));
            }
            output.end();
            return result;
        } catch (IOException e) {
            return failed(e);
        }
    }
}
