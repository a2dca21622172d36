// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.fetch;

import static io.snowloop.client.Redirects.redirects;

import io.snowloop.client.Download;
import io.snowloop.client.Fetcher;
import io.snowloop.future.Future;
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
import org.jspecify.annotations.Nullable;

/** One request of the command, from its start to the last byte of its output. */
final class FetchJob {
    private static final int MAX_REDIRECTS = 20;

    private final Request request;
    private final Settings settings;
    private final OrderedOutput.Part output;
    private final Fetcher fetcher;
    private final long began;
    private int redirects;

    /**
     * The settings of all requests of a command.
     *
     * @param follow whether to follow redirects
     * @param bodies whether to print the body of a response
     * @param json whether to print JSON about a response instead of its body
     * @param file the file for the body; null if the body goes to the output
     * @param errors the writer of errors, unless these are in the JSON
     */
    record Settings(
            boolean follow,
            boolean bodies,
            boolean json,
            @Nullable Path file,
            PrintWriter errors) {}

    FetchJob(Request request, Settings settings, OrderedOutput.Part output, Fetcher fetcher) {
        this.request = request;
        this.settings = settings;
        this.output = output;
        this.fetcher = fetcher;
        this.began = fetcher.loop().ticker().nanoTime();
    }

    /** Runs the request. The future never fails: an error is part of the result. */
    Future<FetchResult> run() {
        Fetcher following = settings.follow
                ? fetcher.with(redirects(MAX_REDIRECTS).withObserver((redirected, response) -> redirects++))
                : fetcher;
        return following
                .handle(request)
                .flatMap(this::receive)
                .recover(this::failed)
                .map(this::print);
    }

    private Future<FetchResult> receive(Response response) {
        Path file = settings.file;
        if (file != null) {
            return save(file, response);
        }
        Digest digest = new Digest();
        BodyOutput sink = new BodyOutput(settings.json || !settings.bodies ? digest::add : output::write);
        return sink.take(response.body()).map(end -> result(response, digest));
    }

    /** A 304 (Not Modified) says that the file is good as it is. Any other answer that is not saved is a failure. */
    private Future<FetchResult> save(Path file, Response response) {
        Digest digest = new Digest();
        if (Download.isWanted(request, response)) {
            Response digested = response.withBody(digest.of(response.body().stream()));
            return Download.to(file, digested).map(saved -> result(response, digest));
        }
        response.cancel();
        return response.status().equals(Status.NOT_MODIFIED)
                ? Future.completed(result(response, digest))
                : Future.failed(new IOException(response.status() + ", and nothing is written to " + file));
    }

    private FetchResult result(Response response, Digest body) {
        return FetchResult.of(request.target(), response, body, redirects, elapsedMillis());
    }

    private FetchResult failed(Throwable error) {
        String message = IoMessages.of(error);
        if (message.contains("Too many open files")) {
            message += " (each request needs one: raise the limit with ulimit -n)";
        }
        if (!settings.json) {
            settings.errors.println("snowloop: " + request.target() + ": " + Printable.of(message));
        }
        return FetchResult.failed(request.target(), error.getClass().getSimpleName() + ": " + message, elapsedMillis());
    }

    private double elapsedMillis() {
        return Json.millis(fetcher.loop().ticker().nanoTime() - began);
    }

    private FetchResult print(FetchResult result) {
        try {
            if (settings.json) {
                output.write(StandardCharsets.UTF_8.encode(Json.of(result) + "\n"));
            }
            output.end();
            return result;
        } catch (IOException e) {
            return failed(e);
        }
    }
}
